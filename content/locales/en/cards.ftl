### Care cards and reminders. Safety texts: never borrowed from another language.
### reviewed_by: nobody yet
###
### card-<card>-title, card-<card>-body
### remind-<kind>-title (a name), remind-<kind>-about (what to know first), remind-<kind>-<n> (lines that take turns)

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
card-safety-net-title = What to watch for
card-safety-net-body = { safety-net-self-care }

## Reminder: water

remind-hydration-title = 💧 Water
remind-hydration-about = A small nudge to sip when you are thirsty. Not for you if a doctor told you to drink less, or you have heart, kidney or liver disease.
remind-hydration-1 = 💧 A sip of water, if you are thirsty?
remind-hydration-2 = 💧 Water break. Just sip to your thirst.
remind-hydration-3 = 💧 Is your glass near you? Have a sip if you feel like it.
remind-hydration-4 = 💧 Time for a few sips, if you are thirsty.

## Reminder: cold or warm pack

remind-compress-title = 🧊 Cold or warm pack
remind-compress-about = A nudge for a cold pack (every 2 hours at most, for 2 days at most) or a warm pack (3 times a day at most). Not on numb or broken skin. No warm pack with a fever or on a fresh injury. With diabetes, poor blood flow, nerve, skin or heart disease, or cancer now or before, ask a doctor first.
remind-compress-1 = 🧊 Time for a pack, if it helps you. Cold: 12 to 15 minutes. Warm: 10 to 15 minutes, 3 times a day at most. Put a cloth between, look at your skin at 5 minutes, and not on numb skin.
remind-compress-2 = 🧊 Pack time? Cloth first. Cold for 12 to 15 minutes, or warm for 10 to 15 (3 times a day at most). Look at your skin at 5 minutes. Never on numb skin.
remind-compress-3 = 🧊 A pack may feel good now: cold 12 to 15 minutes, or warm 10 to 15 (3 times a day at most). Use a cloth, check your skin at 5 minutes, and skip it if your skin is numb.

## Reminder: stretching

remind-stretching-title = 🌿 Gentle stretch
remind-stretching-about = A nudge to move a little. Not after a fall or accident until you have been seen. Stop if the pain gets sharp, spreads down a leg, or you feel numb or weak, and send /check.
remind-stretching-1 = 🌿 Time to loosen up: a slow, gentle stretch. Stop if it hurts more.
remind-stretching-2 = 🌿 Been still for a while? Stand up and stretch softly. Stop if pain runs down a leg.
remind-stretching-3 = 🌿 A small stretch now can ease your back. Go slowly, and stop if it gets sharp.
remind-stretching-4 = 🌿 Let your shoulders drop, breathe, and move gently. Numb or weak? Stop and send /check.
