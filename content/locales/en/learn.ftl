### /learn: what is known about back cramps, in short cards. Safety texts: never borrowed from another language.
### reviewed_by: nobody yet
###
### learn-<topic>-title                     a topic, on a button
### learn-<card>-title, -body, -caution     a card; the caution where learn.yaml says so
### Two to five short sentences a body, one idea each. No dose, no promise, no name for what a person has.

## The screens

learn-topics = <b>Learn about back cramps</b>
    Short cards on causes, on what may help, and on what to ask about first.

    This is general information. It cannot tell you what you have, and no doctor has signed it off yet. If something worries you, do a /check.
# $topic (String) the topic's name, plain
learn-topic = <b>{ $topic }</b>
    Tap a card to read it.
# $topic (String) the topic's name; $number (Number) of this card; $count (Number) of cards in the topic
learn-place = <i>{ $topic }, { $number } of { $count }</i>
# $title (String) the card's title, plain
learn-heading = <b>{ $title }</b>
# $caution (String) the card's caution, plain
learn-caution = ⚠️ <b>Take care.</b> { $caution }
learn-ask-first = Because of what you told me in your last check, please ask a doctor, midwife or pharmacist about this first.

    Has something changed? Do a new /check.
# $names (String) the sources' plain names, joined with semicolons
learn-source = <i>Source: { $names }.</i>
# $names (String) as above
learn-source-partly = <i>Source: { $names }. The rest is from the article Easeback grew from; not checked against a guideline yet.</i>
learn-source-article = <i>Source: the article Easeback grew from; not checked against a guideline yet.</i>
learn-held = The cards of /learn can wait until you have been seen.
button-learn = Learn about back cramps
button-learn-topics = All topics
button-learn-previous = « Back
button-learn-next = Next »
button-learn-next-topic = Next topic »

## Said in more than one card

learn-watch-nerves = Are you numb between your legs or around your bottom? Is a leg newly weak, or are both legs numb or tingly? Can you not pee, or not hold your pee or poo? Go to a hospital emergency department now. Do not drive yourself. If you cannot get there, call your local emergency number, often 112, 911 or 999.

## Causes

learn-topic-causes-title = Why backs cramp

learn-many-causes-title = Many possible causes
learn-many-causes-body = Cramps low in the back are common. They can come from muscles, nerves, the spine, or another part of the body. To know the cause helps to find relief sooner. Many causes are hard to avoid, so you need not blame yourself.
learn-many-causes-caution = I cannot tell you which cause is yours. A doctor can look for it.

learn-hidden-cause-title = When the cause is hidden
learn-hidden-cause-body = A cramp can seem to have nothing to do with what sets it off. While the cause is still there, the cramp is hard to ease. Does yours keep coming back? Then tell a doctor.

learn-muscle-injury-title = Strains and injuries
learn-muscle-injury-body = An accident or hard exercise can hurt a muscle in your back. It can also hurt the bands that hold muscles and bones together. A hurt muscle may cramp.
learn-muscle-injury-caution = Did you have an accident, or get hurt in sports? Let a doctor check your back. Do you have thin bones, take steroid pills, or are you 65 or older? Call a doctor today, even after a small fall. Was it a bad crash, or a fall from a height? Call your local emergency number now, often 112, 911 or 999.

learn-nerve-damage-title = Hurt nerves
learn-nerve-damage-body = Nerves tell your muscles when to tighten and when to let go. An injury can hurt a nerve. So can an illness that lasts a long time. Then a muscle may cramp.
learn-nerve-damage-caution = { learn-watch-nerves }

learn-narrow-spine-title = A narrow spine
learn-narrow-spine-body = Inside your spine there is a tunnel for nerves. It can get narrow, for example from worn joints, a broken bone or swelling. Doctors call this spinal stenosis. It can bring cramps low in the back.
learn-narrow-spine-caution = { learn-watch-nerves }

learn-low-minerals-title = Low magnesium or potassium
learn-low-minerals-body = Muscles need minerals to work. Two of them are magnesium and potassium. Too little of one can bring cramps. A doctor can test your blood for this.
learn-low-minerals-caution = Do not take magnesium or potassium pills by yourself. With a weak kidney they can do harm. Ask a doctor or pharmacist first.

learn-dehydration-title = Too little water in the body
learn-dehydration-body = Muscles need water. When your body runs low, they work less well. They also get hurt more easily.
learn-dehydration-caution = Do you pee much less than usual? Call a doctor today. No pee all day? Go to a hospital emergency department now. Do not drive yourself.

learn-kidneys-title = Kidney trouble
learn-kidneys-body = Your kidneys lie at the back, under your ribs. A kidney stone or an infection can feel like cramps low in your back. This needs a doctor, not just care at home.
learn-kidneys-caution = Do you have a fever, does it burn when you pee, or is there blood in it? Does very bad pain come in waves? Call a doctor or medical helpline today. Do you also shake or keep being sick, or can you not pee? Do you have a fever, and are pregnant or have a weak immune system? Go to a hospital emergency department now. Do not drive yourself. Do you feel faint, sweaty or confused? Call your local emergency number now, often 112, 911 or 999.

learn-side-effects-title = Side effects of medicines
learn-side-effects-body = Some medicines can affect your muscles. Statins are one kind. They lower fat in the blood. Tell your doctor or pharmacist about your cramps and about all that you take.
learn-side-effects-caution = Never stop a medicine by yourself. Ask first. Weak legs or trouble peeing that are new need help now, whatever pills you take. Do a /check.

learn-period-cramps-title = Period cramps
learn-period-cramps-body = In a period the womb tightens to shed its lining. You may feel that as a cramp in your belly, your back or your thighs. Back cramps often come with a period.
learn-period-cramps-caution = Is the pain very bad, or not like your usual period? See a doctor. Could you be pregnant, with pain on one side, bleeding, or pain at the tip of your shoulder? Call a doctor today. If you also feel faint or dizzy, or the pain is sudden and sharp, call your local emergency number now, often 112, 911 or 999.

## What helps at home

learn-topic-home-title = What helps at home

learn-ease-off-title = Ease off, but keep moving
learn-ease-off-body = For most causes, some rest helps. Leave out what hurts for now, and relax. But do not stay in bed. Backs that keep gently moving get better sooner.

learn-warm-bath-title = A warm bath
learn-warm-bath-body = Warm water can help tight muscles unwind. Keep it warm, not hot. Get out slowly, and hold on to something.
learn-warm-bath-caution = Not with a fever. Not after a fall or accident until you have been seen. Not if your skin is numb or broken. If you are pregnant, or have diabetes or heart disease, ask a doctor or midwife first.

learn-massage-title = A gentle massage
learn-massage-body = Soft, slow strokes can help muscles unwind. Say at once if it hurts. A guide for doctors in the US found no great gain from massage for back pain. So take it as a comfort.
learn-massage-caution = Not after a fall or accident until you have been seen. Not with a fever. With blood thinners, thin bones, cancer now or before, or in pregnancy, ask a doctor or midwife first.

learn-sleep-title = A good night’s sleep
learn-sleep-body = Sleep helps muscles unwind. Lie in the way that hurts least. Some people like a pillow between their knees.

learn-simple-care-title = Simple care often helps
learn-simple-care-body = For most people, simple care works well. That means some rest, gentle moving and a little time. Be kind to your back.
learn-simple-care-caution = Not every back is the same. If yours is not better in 2 days, ask a doctor or pharmacist.

learn-couple-of-days-title = The first two days
learn-couple-of-days-body = After a couple of days of rest and simple care, most cramps go away by themselves. Some backs take a few weeks. That is common too. If it stays, talk to your doctor.

## Heat and cold

learn-topic-heat-cold-title = Heat and cold

learn-skin-first-title = Check your skin first
learn-skin-first-body = Touch the spot before you use a pack. Can you feel it as you should? If it is numb, use no pack, warm or cold. Numb skin can be hurt without you noticing.
learn-skin-first-caution = Is the numb feeling new? Do a /check. { learn-watch-nerves }

learn-cold-pack-title = A cold pack
learn-cold-pack-body = Cold can calm a fresh strain and keep swelling down. Put a cloth between the pack and your skin. Hold it there for 12 to 15 minutes, every 2 hours at most. Use it only while you are awake, and for 2 days at most. After 5 minutes look at your skin, and take the pack off if it hurts or goes numb.
learn-cold-pack-caution = Not on numb or broken skin. Not if you have poor blood flow, Raynaud’s or a cold allergy. With diabetes, nerve or heart disease, ask a doctor first.

learn-warm-pack-title = A warm pack
learn-warm-pack-body = Warmth brings more blood and oxygen to a muscle, and helps it relax. Wrap the pack in a cloth, and never fill it with boiling water. Hold it there for 10 to 15 minutes, 3 times a day at most. Do not fall asleep with it. After 5 minutes look at your skin, and take the pack off if it feels too hot.
learn-warm-pack-caution = Not with a fever. Not on a fresh injury. Not on numb or broken skin. Not on the belly in pregnancy. With diabetes, poor blood flow, skin or heart disease, or cancer now or before, ask a doctor first.

learn-pack-studies-title = What studies say about packs
learn-pack-studies-body = Warm wraps give some people a little relief for a short time. For cold, there are too few good studies to say. Leaflets differ too: one hospital says only 5 minutes of cold, with 4 hours between. So a shorter time is fine.

## Moving and stretching

learn-topic-moving-title = Moving and stretching

learn-keep-going-title = Keep gently moving
learn-keep-going-body = Do as much of your usual day as you can. Short, slow walks count. People who stay active tend to get better sooner than people who lie down.
learn-keep-going-caution = After a fall or accident, be seen first. Does a leg get weak or numb, or does walking get harder? Stop, and do a /check now.

learn-gentle-stretch-title = Gentle stretching
learn-gentle-stretch-body = Relax, but do not let your back go stiff. Slow, gentle stretches help with that. Go only as far as it feels good, and keep breathing. If a stretch makes the pain worse, leave it out.
learn-gentle-stretch-caution = Stop if the pain gets sharp, runs down a leg, or you feel numb or weak. Then do a /check. After a fall or accident, be seen first. In pregnancy, or with thin bones, ask a doctor or midwife first.

learn-physical-therapy-title = Physical therapy
learn-physical-therapy-body = A physical therapist looks at how you stand and move. Then you learn to make weak muscles stronger and to hold yourself in a better way. This can ease cramps, and help to keep them away.

## Food and drink

learn-topic-food-title = Food and drink

learn-water-title = Water
learn-water-body = Drinking water helps your muscles work. Sip when you are thirsty. You need not count glasses. Far too much water can do harm.
learn-water-caution = Were you told to drink less? Is your heart, your liver or a kidney ill? Then do what your doctor said.

learn-magnesium-title = Magnesium in food
learn-magnesium-body = Muscles need magnesium to relax. Too little can bring cramps. Nuts, seeds, beans, leafy greens and whole grains have it. In studies, pills did little for cramps in older people, so food comes first.
learn-magnesium-caution = With kidney disease or on dialysis, ask your doctor first, about food too. If you are pregnant, ask your midwife. If you take any medicine, ask a pharmacist before you take magnesium pills.

learn-snack-title = A healthy snack
learn-snack-body = Carbohydrates are fuel for your muscles. Fruit, oats or whole-grain bread have them. A small snack is enough.
learn-snack-caution = With diabetes or kidney disease, keep to the food plan you were given.

## Medicines

learn-topic-medicines-title = Medicines: ask first

learn-your-medicines-title = Medicines you take now
learn-your-medicines-body = Some medicines can affect muscles, kidneys or nerves. If you take one, your doctor may change it or give you less. Ask your doctor or pharmacist to go through your list with you.
learn-your-medicines-caution = Never stop or change a medicine by yourself.

learn-statins-title = Statins and sore muscles
learn-statins-body = Statins lower fat in the blood. In some people they make muscles sore. Do you take one, and have muscle pain or cramps that you cannot explain? Tell a doctor or pharmacist the same day. They may change the statin or give you less.
learn-statins-caution = Never stop a statin by yourself. Is your pee dark, or do your muscles feel weak all over? Call a doctor or medical helpline today. Is a leg newly weak? Go to a hospital emergency department now. Do not drive yourself.

learn-anti-inflammatory-title = Anti-inflammatory pills
learn-anti-inflammatory-body = Some painkillers also calm swelling. Ibuprofen is one of them. They ease back pain for some people, and they harm others. Ask a pharmacist first, even if you can buy them in any shop. The next card says who must not take them.

learn-anti-inflammatory-not-title = Who must not take these pills
learn-anti-inflammatory-not-body =
    This is about ibuprofen and pills like it. Unless a doctor says so, do not take them if you:
    • are pregnant, or may be
    • ever had a stomach ulcer or bleeding
    • have kidney, liver or heart disease
    • have high blood pressure, or had a stroke
    • have asthma or Crohn’s disease
    • take blood thinners or aspirin
    • have a fever, are being sick, or are short of water
    • have pain that may come from a kidney
    Over 65, the risk of an ulcer is higher. Children need a doctor’s word too.
learn-anti-inflammatory-not-caution = Did a doctor give you one? Do not stop by yourself: ask. Is your poo black? Call a doctor today. Are you vomiting blood? Call your local emergency number now, often 112, 911 or 999.

learn-natural-products-title = “Natural” products
learn-natural-products-body = Some plants and oils are sold to calm swelling. Some people say that they help. I know of no guideline for back cramps that says so. What acts on the body can also do harm.
learn-natural-products-caution = Show it to a pharmacist first. If you are pregnant or take a medicine, this matters most.

learn-nerve-medicines-title = Medicines for nerve cramps
learn-nerve-medicines-body = Some cramps come with a nerve illness that lasts. Then a doctor may think of a muscle relaxant. Another way is a small amount of a medicine for low mood, such as amitriptyline. Only a doctor can say if one fits you.
learn-nerve-medicines-caution = Never start or stop one by yourself. Amitriptyline can make it hard to pee or to poo. But do not put new trouble down to a pill. If you cannot pee, or it is newly hard to start, go to a hospital emergency department now. Do not drive yourself.

## Treatments people ask about

learn-topic-asked-about-title = Treatments people ask about

learn-acupuncture-title = Acupuncture
learn-acupuncture-body = Thin needles are put into the skin. The idea is to stop wrong nerve signals that make a muscle cramp. NICE, which writes guidelines in the UK, says not to offer it for low back pain. A guide for doctors in the US found no great gain. So I do not suggest it.

learn-flotation-title = Floating in warm salt water
learn-flotation-body = You float in a tank of warm, salty water. The idea is to give muscles a break and to reset how you hold yourself. I know of no guideline that says it helps. So I do not suggest it.
learn-flotation-caution = Not with a fever, or with numb or broken skin.

learn-electric-devices-title = TENS and other devices
learn-electric-devices-body = Some devices send small electric pulses through the skin. TENS is one. Others are said to work like needles. NICE, which writes guidelines in the UK, says not to offer TENS or acupuncture for low back pain. So I suggest none of them.
learn-electric-devices-caution = Not if you are pregnant. Not if you have epilepsy. Not if you have a pacemaker.

learn-belts-and-braces-title = Belts and posture braces
learn-belts-and-braces-body = Belts hold the back. Braces are sold to correct how you stand. NICE, which writes guidelines in the UK, says not to offer belts or corsets for low back pain. I know of no guideline that backs posture braces. So I suggest none of them.

learn-relief-products-title = Products for sore backs
learn-relief-products-body = Shops sell many things for sore backs. Some people find one that suits them. No guideline I know of picks one, and I name none. Ask a physical therapist or a pharmacist before you buy.

## Everyday habits

learn-topic-habits-title = Everyday habits

learn-exercise-title = Regular exercise
learn-exercise-body = Moving often keeps a back strong. It may help to keep cramps away. Pick something that you like, and start small.
learn-exercise-caution = Did you fall, or have an accident? Is a leg numb or weak? Then be seen first.

learn-lifting-title = Lifting things
learn-lifting-body = Bend your knees, not your back. Hold the thing close to you. Turn with your feet, not with your spine. If it is too heavy, ask for help.

learn-work-place-title = Where you work
learn-work-place-body = A therapist may suggest a change to your work place. Your screen, chair and tools can be set so that you need not bend or twist. Stand up now and then.

learn-shoes-title = High heels
learn-shoes-body = High heels change how your back is held. A therapist may suggest that you leave them out. See if flat shoes feel better.

learn-mattress-title = Your mattress
learn-mattress-body = An old mattress may sag, and your back with it. For some people a new one helps. If you can, try it before you pay.

learn-weight-title = A healthy weight
learn-weight-body = Your back carries you all day. A healthy weight makes that easier for it. Small steps count, and a doctor or nurse can help you with them.
learn-weight-caution = Are you losing weight without trying? With back pain, call a doctor today. In pregnancy, ask your midwife before you change how you eat.

learn-smoking-title = Smoking
learn-smoking-body = To stop smoking is good for your back too. It is hard to do alone. A doctor, a pharmacist or a quit line can help you.

## Talking to a doctor

learn-topic-doctor-title = Talking to your doctor

learn-tell-all-title = Tell the doctor everything
learn-tell-all-body = Name every sign, even one that seems to have nothing to do with your back. Two signs may have the same cause. Speak of pee, poo and numb private parts too, even if nobody asks. Doctors hear this every day.

learn-other-illness-title = When it is more than the back
learn-other-illness-body = Sore muscles and nerve trouble can be a sign of another illness. Diabetes that is not under control is one. Too little vitamin B12 is another, and there are more. A doctor can test for them.

learn-still-there-title = When cramps do not go
learn-still-there-body = Did you take care of your back, and the cramps are still there? Then talk to your doctor. It is not your fault, and there is more to try.
learn-still-there-caution = Some signs should not wait for a visit. { learn-watch-nerves } With a fever, call a doctor today.

## Surgery

learn-topic-surgery-title = When surgery comes up

learn-spine-shape-title = The shape of the spine
learn-spine-shape-body = Some cramps come from the spine itself. One bone may have slipped forward, which is called spondylolisthesis. Or the spine may bend to the side, which is called scoliosis. Then a doctor may talk with you about surgery. The next card says when that comes up.

learn-last-resort-title = Surgery comes last
learn-last-resort-body = Surgery is a last resort. As a rule, all else is tried first. Cortisone injections are one of those things. You can ask what else there is, and you can take time to think.
learn-last-resort-caution = Some signs cannot wait. { learn-watch-nerves }

## The command menu

command-learn = About back cramps
