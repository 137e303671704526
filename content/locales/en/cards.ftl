### Care cards and reminders. Safety texts: never borrowed from another language.
### reviewed_by: nobody yet
###
### card-<card>-title, card-<card>-body
### remind-<kind>-title (a name), remind-<kind>-about (what to know first), remind-<kind>-<n> (lines that take turns)
### timer-<kind>-begun, -check-skin, -take-off (the parts of a pack), -again (when the next one may come)
### stretch-<stretch>-name, stretch-<stretch>-how; stretch-stop goes with every one

## Care cards

card-keep-moving-title = Keep gently moving
card-keep-moving-body = Ease off, but do not stay in bed. Short, slow walks help most backs get better sooner. Stop and send /check if a leg gets weak or numb.
card-rest-position-title = A short rest that helps
card-rest-position-body = Lie on your side for a few minutes, knees bent, with a pillow between them. Then get up and move a little.
card-hydration-title = Drink when you are thirsty
card-hydration-body = Keep a glass of water near you. Sip when you are thirsty. Were you told to drink less? Is your heart, liver or a kidney ill? Then do what your doctor said.
card-compress-cold-title = A cold pack
card-compress-cold-body =
    Put a cloth between the pack and your skin. Hold it there for 12 to 15 minutes, every 2 hours at most, while you are awake, for 2 days at most.
    Look at your skin after 5 minutes. Take the pack off if it hurts or your skin goes numb.
    Not on numb or broken skin. Not if cold harms you (poor blood flow, Raynaud’s, cold allergy). With diabetes, nerve or heart disease, ask a doctor first.
card-compress-warm-title = A warm pack
card-compress-warm-body =
    Wrap the pack in a cloth. Never fill it with boiling water. Hold it there for 10 to 15 minutes, 3 times a day at most. Do not fall asleep with it.
    Look at your skin after 5 minutes. Take the pack off if it feels too hot.
    Not with a fever. Not on a fresh injury. Not on numb or broken skin. Not on the belly in pregnancy. With diabetes, poor blood flow, skin or heart disease, or cancer now or before, ask a doctor first.
card-stretching-title = A gentle stretch
card-stretching-body =
    Lie on your back with your knees bent. Let both knees sink slowly to one side, breathe, then to the other. A few times is enough.
    Stop if the pain gets sharp, spreads down a leg, or you feel numb or weak. Then send /check. After a fall or accident, be seen first.
card-warm-bath-title = A warm bath
card-warm-bath-body =
    A warm bath helps tight muscles let go. Warm is enough, not hot. Stay in for 10 to 15 minutes, and get out slowly.
    Not with a fever, after a fall, or with numb or broken skin. With heart or blood flow trouble, or diabetes, ask a doctor first.
card-massage-title = A gentle massage
card-massage-body =
    Slow, soft strokes beside the spine may feel good. Ask someone near you, or use your own hands. Stay off the bones.
    Stop if it hurts. Not after a fall or accident, not with a fever, and not on numb or sore skin.
card-sleep-title = A good night’s sleep
card-sleep-body = Sleep helps muscles rest. Lie on your side with a pillow between your knees, or on your back with one under them. In the day, stay up and move a little.
card-snack-title = A small snack
card-snack-body =
    Muscles need fuel. A banana, some bread or a bowl of oats is enough.
    Do you have diabetes? Then keep to your own food plan.
card-magnesium-food-title = Magnesium in food
card-magnesium-food-body =
    Muscles use magnesium. Nuts, seeds, beans, whole grains and green leaves are rich in it. It may not stop a cramp, and food is enough.
    Before you take pills, ask a doctor or pharmacist. Do so above all with kidney disease, in pregnancy, or with other medicines.
card-safety-net-title = What to watch for
card-safety-net-body = { safety-net-self-care }

## Reminder: water

remind-hydration-title = 💧 Water
remind-hydration-about = A small nudge to sip when you are thirsty. Not for you if a doctor told you to drink less, or you have heart, kidney or liver disease.
remind-hydration-1 = 💧 A sip of water, if you are thirsty?
remind-hydration-2 = 💧 Water break. Just sip to your thirst.
remind-hydration-3 = 💧 Is your glass near you? Have a sip if you feel like it.
remind-hydration-4 = 💧 Time for a few sips, if you are thirsty.

## Reminder: cold pack

remind-cold-title = 🧊 Cold pack
remind-cold-about = For a fresh injury. 12 to 15 minutes, every 2 hours at most, while you are awake, for 2 days at most. Put a cloth between. Not on numb or broken skin. Not if cold harms you (poor blood flow, Raynaud’s, cold allergy). With diabetes, nerve or heart disease, ask a doctor first.
remind-cold-1 = 🧊 Time for a cold pack, if it helps. 12 to 15 minutes, with a cloth between. Look at your skin at 5 minutes. Never on numb skin.
remind-cold-2 = 🧊 Cold pack? Cloth first, then 12 to 15 minutes. Look at your skin at 5 minutes. Skip it if your skin is numb.
remind-cold-3 = 🧊 A cold pack may feel good now, for 12 to 15 minutes. Use a cloth, check your skin at 5 minutes, and not on numb or broken skin.
timer-cold-begun = 🧊 <b>On.</b> I will tell you when to check your skin.
    Keep a cloth between the pack and your skin. Stay awake. Take it off if it hurts or your skin goes numb.
timer-cold-check-skin = 🧊 <b>Check your skin.</b>
    Look under the pack. Very red, white, or numb? Take it off now. If all is well, go on. I will tell you when to stop.
timer-cold-take-off = 🧊 <b>Take the pack off now.</b>
    Let your skin warm up by itself.
# $time (String) when the next pack may come, on the person's clock
timer-cold-again = Leave two hours between packs: the next one from { $time }. Not at night.

## Reminder: warm pack

remind-warm-title = ♨️ Warm pack
remind-warm-about = For muscle or period cramps. 10 to 15 minutes, 3 times a day at most. Wrap it in a cloth. Not with a fever. Not on a fresh injury. Not on numb or broken skin. Not on the belly in pregnancy. With diabetes, poor blood flow, skin or heart disease, or cancer now or before, ask a doctor first.
remind-warm-1 = ♨️ Time for a warm pack, if it helps. 10 to 15 minutes, in a cloth. Look at your skin at 5 minutes. Not on numb skin, and not with a fever.
remind-warm-2 = ♨️ Warm pack? Cloth first, then 10 to 15 minutes. Look at your skin at 5 minutes. Skip it with a fever or on numb skin.
remind-warm-3 = ♨️ A warm pack may feel good now, for 10 to 15 minutes. Use a cloth, check your skin at 5 minutes, and not on numb or broken skin or with a fever.
timer-warm-begun = ♨️ <b>On.</b> I will tell you when to check your skin.
    Keep a cloth around the pack. Stay awake. Take it off if it feels too hot.
timer-warm-check-skin = ♨️ <b>Check your skin.</b>
    Look under the pack. Very red, sore or numb? Take it off now. If all is well, go on. I will tell you when to stop.
timer-warm-take-off = ♨️ <b>Take the pack off now.</b>
    Then move a little, slowly.
# $time (String) when the next pack may come, on the person's clock
timer-warm-again = You can have the next one from { $time }. 3 times a day at most, and not at night.

## Reminder: stretching

remind-stretching-title = 🌿 Gentle stretch
remind-stretching-about = A nudge to move a little. Not after a fall or accident until you have been seen. Stop if the pain gets sharp, spreads down a leg, or you feel numb or weak, and send /check.
remind-stretching-1 = 🌿 Time to loosen up with a slow, gentle stretch.
remind-stretching-2 = 🌿 Been still for a while? Here is a gentle stretch.
remind-stretching-3 = 🌿 A small stretch now can ease your back. Go slowly.
remind-stretching-4 = 🌿 Let your shoulders drop, breathe, and move gently.

## Stretches, one at a time

stretch-stop = Stop if the pain gets sharp, runs down a leg, or you feel numb or weak. Then send /check.
stretch-knee-rolls-name = Knee rolls
stretch-knee-rolls-how = Lie on your back with your knees bent. Let both knees sink slowly to one side, then to the other. Do it 5 times.
stretch-one-knee-hug-name = One knee hug
stretch-one-knee-hug-how = Lie on your back. Pull one knee softly to your chest and hold it for 3 slow breaths. Then the other one.
stretch-pelvic-tilt-name = Flat back
stretch-pelvic-tilt-how = Lie on your back with your knees bent. Press your lower back softly down and breathe out. Let go, and do it 5 times.
stretch-cat-back-name = Cat back
stretch-cat-back-how = Go on your hands and knees. Make your back round like a cat, then let it sink a little. Do it 5 times, slowly.
stretch-childs-rest-name = Child’s rest
stretch-childs-rest-how = Kneel and sit back on your heels. Lean forward with your arms in front of you. Stay for 3 slow breaths.
stretch-seated-bend-name = Bend in a chair
stretch-seated-bend-how = Sit on a firm chair with your feet flat. Let your hands slide down your legs a little way. Come up slowly after 2 breaths.
stretch-side-reach-name = Side reach
stretch-side-reach-how = Stand or sit tall. Lift one arm and lean a little to the other side. Hold it for 2 breaths, then change.
stretch-hip-cross-name = Crossed leg
stretch-hip-cross-how = Sit on a chair. Put one ankle on the other knee and lean forward a little. Hold it for 3 breaths, then change.
stretch-wall-slide-name = Wall slide
stretch-wall-slide-how = Stand with your back to a wall. Slide down a little way, wait for one breath, and come up. Do it 5 times.
