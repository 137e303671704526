### The words of /check. Safety texts: never borrowed from another language.
### reviewed_by: nobody yet
###
### screen-<screen>            what a screen asks
### screen-<screen>-known      the same, showing what is known of the person
### check-skipped-<what>       what was left out because questions were skipped
### sign-<sign>                a button, in the person's own words; also for rows that are no signs (topic:x, fact:x)
### said-<sign>                the same sign inside "You told me: ..."
### choice-<screen>-<option>   a button that answers a screen

## Screens

screen-emergency-1 =
    <b>First, the signs that cannot wait.</b>
    Tap all that are true for you now. Not sure? Tap twice. Had it for long, with no change? Tap three times.

    • Numb or tingly between the legs, around your bottom or private parts. Wiping feels different.
    • You cannot pee, or it is newly hard to start.
    • You newly wet yourself, or soil yourself.
    • You cannot feel your bladder fill, or cannot feel it when you pee or poo.
    • Both legs hurt, tingle, or feel numb or weak.
    • A leg is newly weak, gives way, or will not do as told.
    • Walking is hard: you are unsteady, or your legs do not go where you want.
screen-emergency-2 =
    <b>A few more that cannot wait.</b>
    Tap all that are true for you now. Not sure? Tap twice.

    • Chest pain with your back pain.
    • It began with a crash, or a fall from high up.
    • You fainted or passed out.
    • Very bad back or tummy pain came on suddenly, and you feel faint, sweaty or clammy.
    • You are confused, your speech is slurred, you shake hard, your skin looks blotchy, or you can hardly breathe.
    • No pee at all today.
    • You are throwing up blood.
    • Heavy bleeding when you poo, clots, or it does not stop.
screen-same-day-1 =
    <b>Now the signs to ask about today.</b>
    Tap all that are true for you. Not sure? Tap twice.

    • A fever, or you feel hot. Or chills that make you shake.
    • You are throwing up.
    • Pain under the ribs at your back.
    • Pee that burns, has blood in it, is dark, is much less, or comes more often.
    • Blood when you poo, black poo, or it is hard to go.
    • One leg that is numb or tingly. A foot that drags or slaps.
    • A new change in feeling or function in sex. You may leave this out.
    • A needle in your back, or a back operation, in the last weeks.
screen-flank =
    <b>Is the pain under your ribs very bad, or does it come in waves down to your groin?</b>
    Not sure? Tap twice.
screen-pee =
    <b>What has changed when you pee?</b>
    Tap all that are true for you. Not sure? Tap twice.

    Blood can look red, pink or brown. Hard exercise means far more than you are used to.
screen-poo =
    <b>What has changed when you poo?</b>
    Tap all that are true for you. Not sure? Tap twice.
screen-leg =
    <b>Is the numb part of your leg getting bigger or worse?</b>
    Not sure? Tap twice.
screen-same-day-2 =
    <b>And the last ones.</b>
    Tap all that are true for you. Not sure? Tap twice.

    • It began with a small fall or a lift, and you are 65 or older, have thin bones, or take steroid tablets.
    • It began with a sports injury.
    • You limp, but only because it hurts.
    • You feel your tummy pulse.
    • Pain that is worse at night, or no better with rest.
    • You lost weight without trying.
    • A new lump on your back, or its shape has changed.
    • Pain between your shoulder blades.
    • A bad infection or wound in the last weeks.
    • You could be pregnant, and have pain low on one side, bleeding, or pain at the tip of your shoulder.
screen-sport =
    <b>Is it swollen, or can you not move it?</b>
    Not sure? Tap twice.
screen-maybe-pregnant =
    <b>Do you feel dizzy or faint, or did sharp pain start all of a sudden?</b>
    Not sure? Tap twice.
screen-pain =
    <b>How bad is the pain right now?</b>
    First tap what is true, then a number. 0 is no pain. 10 is the worst you can think of.
screen-period =
    <b>Is your period pain very bad this time, or not as you know it?</b>
    Not sure? Tap twice.
screen-person =
    <b>Now a few things about you.</b>
    Tap all that are true. They change what is safe for you. You may skip this.

    • Illness: of your kidneys, heart or liver, diabetes, cancer now or before, a weak immune system, thin bones.
    • Medicine: blood thinners, steroid tablets, a statin, anti-inflammatory tablets.
# $said (String) what the person told before about themselves, joined with semicolons
screen-person-known =
    <b>Is this still right, and all?</b>
    You told me: { $said }.
screen-child =
    <b>About the child:</b>
    Tap all that are true. Not sure? Tap twice.
screen-illness =
    <b>Which illness?</b>
    Tap all that are true, now or before. Not sure? Tap twice.
screen-medicine =
    <b>Which medicine?</b>
    Tap all that you take. Not sure? Tap twice.
screen-fall =
    <b>Did you have a fall or a knock?</b>
    With blood thinners, even a small one counts. Not sure? Tap twice.
screen-pregnancy =
    <b>Is one of these true?</b>
    Not sure? Tap twice.

    • Before 37 weeks: an ache that comes and goes, a low dull ache, tightenings, fluid, or a show.
    • Any bleeding. Or a lot of it, or bleeding with bad pain that stays.
    • Your baby moves less than usual.
screen-weeks =
    <b>How many weeks pregnant are you?</b>
screen-since =
    <b>When did it start?</b>

## Buttons

# $label (String) the sign, for example "Numb between my legs"
toggle-off = ☐ { $label }
# $label (String) the sign
toggle-yes = ✅ Yes: { $label }
# $label (String) the sign
toggle-not-sure = ❓ Not sure: { $label }
# $label (String) the sign, as in "Long numb between my legs"
toggle-long-standing = ⏳ Same: { $label }
button-none = None of these
button-no = No
button-continue = Continue
button-back = Back
button-skip-questions = Skip
button-still-right = Yes, still right
button-not-right = Change
button-answer-now = Answer the questions about you
button-why = Why?
button-change-answer = Change an answer
button-to-result = Back to the result

button-ask-emergency-1 = Signs that cannot wait
button-ask-emergency-2 = More that cannot wait
button-ask-same-day-1 = Signs to ask about today
button-ask-flank = The pain under my ribs
button-ask-pee = What changed when I pee
button-ask-poo = What changed when I poo
button-ask-leg = The numb leg
button-ask-same-day-2 = The last signs
button-ask-sport = The sports injury
button-ask-maybe-pregnant = Dizzy, or sudden sharp pain
button-ask-pain = How bad the pain is
button-ask-period = My period pain
button-ask-person = About me
button-ask-child = About the child
button-ask-illness = Illness
button-ask-medicine = Medicine
button-ask-fall = A fall
button-ask-pregnancy = Signs in pregnancy
button-ask-weeks = Weeks pregnant
button-ask-since = When it started

choice-weeks-under-20 = Under 20 weeks
choice-weeks-from-20 = 20 to 36 weeks
choice-weeks-from-37 = 37 weeks or more
choice-pain-0 = 0
choice-pain-1 = 1
choice-pain-2 = 2
choice-pain-3 = 3
choice-pain-4 = 4
choice-pain-5 = 5
choice-pain-6 = 6
choice-pain-7 = 7
choice-pain-8 = 8
choice-pain-9 = 9
choice-pain-10 = 10
choice-since-today = Today
choice-since-days-1-2 = 1 to 2 days ago
choice-since-days-3-7 = 3 to 7 days ago
choice-since-longer = Longer ago

## Results. Each level says what to do, then the reason (urgent-reason, urgent-unsure), then its safety net.

result-self-care =
    <b>You can look after this at home for now.</b>
    Your answers show no sign that needs a doctor today. I cannot see or examine you, so please keep watch.
result-doctor =
    <b>Please see a doctor in the next day or two.</b>
    My message below says what to book, and what to tell them.
check-skipped-person = You skipped the questions about you, so I leave out all that might not be safe for you.
check-during-hold =
    <b>My earlier message still stands.</b> A new check does not change that. Please do what it says first.
check-change =
    <b>Which answer do you want to change?</b>
    I will judge it again, and ask only what is new.
check-change-stands =
    <b>My message to you still stands.</b>
    I do not take it back because an answer is changed. Was it a slip, or is it over? Then tell me here:
why-title = <b>Why I say this</b>
why-nothing = You told me of no sign that I know to need a doctor. That means: { why-means-self-care }.
# $sign (String) what a rule asks for, $means (String) one of why-means-*
why-rule-alone = My rule: “{ $sign }” means: { $means }.
# $sign (String) the first thing a rule asks for, $others (String) the rest, each as in why-also, $means (String) one of why-means-*
why-rule-together = My rule: “{ $sign }”{ $others } means: { $means }.
# $sign (String) what a rule asks for beside the first
why-also = {" "}with “{ $sign }”
why-means-emergency = get help now
why-means-urgent = ask a doctor today
why-means-doctor = see a doctor in a day or two
why-means-self-care = care at home, if nothing else is wrong
# $titles (String) names of pages
why-sources = <i>From: { $titles }</i>
why-unsourced = <i>No page was found for this. It is a careful guess.</i>
# $count (Number) how many rules are not shown
why-more = { $count ->
    [one] One more rule says the same.
   *[other] { $count } more rules say the same.
}
# $version (String) which version of the content judged
why-version = My texts, version { $version }, have not been signed off by a doctor yet.
# $screen (String) what was asked, $said (String) what was answered, joined with semicolons
check-answer = • { $screen }: { $said }
check-answer-none = none
check-answer-skipped = skipped
safety-net-self-care =
    <b>Go to a hospital emergency department now</b> if any of these start:
    • you cannot pee, or cannot hold your pee or poo
    • you go numb between your legs
    • a leg gets weak, or both legs feel numb or tingly
    Do not drive yourself.

    <b>Call your local emergency number, often 112, 911 or 999,</b> for chest pain, if you faint, or if the pain gets very bad all of a sudden.

    <b>Call a doctor or medical helpline the same day</b> if you get a fever, or see blood when you pee or poo.

    If it is not better in 2 days, or it gets worse, ask a doctor or pharmacist. You can send /check again at any time.
safety-net-doctor =
    <b>Do not wait for your visit</b> if any of these start. Go to a hospital emergency department now:
    • you cannot pee, or cannot hold your pee or poo
    • you go numb between your legs
    • a leg gets weak, or both legs feel numb or tingly
    Do not drive yourself.

    <b>Call your local emergency number, often 112, 911 or 999,</b> for chest pain, if you faint, or if the pain gets very bad all of a sudden.

    <b>Call a doctor or medical helpline the same day</b> if you get a fever, see blood when you pee or poo, or it gets much worse.

    No visit within 2 days? Call again, or ask a pharmacist or a medical helpline. You can send /check again at any time.
safety-net-pregnant =
    <b>Phone your maternity unit or midwife now</b> if any of these start:
    • you bleed, or lose fluid
    • your tummy tightens, or the ache comes and goes
    • your baby moves less

## Signs: nerves, bladder, bowel

sign-saddle-numbness = Numb between my legs
said-saddle-numbness = numb or tingly between your legs
sign-saddle-numbness-long-standing = Long numb between my legs
said-saddle-numbness-long-standing = numb between your legs for a long time, unchanged
sign-urinary-retention = Can't pee, or hard to start
said-urinary-retention = you cannot pee, or it is hard to start
sign-urinary-retention-long-standing = Long had trouble peeing
said-urinary-retention-long-standing = trouble peeing for a long time, unchanged
sign-urinary-incontinence = I newly leak pee
said-urinary-incontinence = you newly leak pee
sign-urinary-incontinence-long-standing = Long had leaks of pee
said-urinary-incontinence-long-standing = leaking pee for a long time, unchanged
sign-bowel-incontinence = I newly can't hold my poo
said-bowel-incontinence = you newly cannot hold your poo
sign-bowel-incontinence-long-standing = Long had trouble holding poo
said-bowel-incontinence-long-standing = trouble holding your poo for a long time, unchanged
sign-bladder-sensation-loss = Can't feel my bladder
said-bladder-sensation-loss = you cannot feel your bladder or your pee
sign-bowel-sensation-loss = Can't feel when I poo
said-bowel-sensation-loss = you cannot feel it when you poo
sign-bilateral-leg-symptoms = Both legs hurt or feel odd
said-bilateral-leg-symptoms = pain, tingling, numbness or weakness in both legs
sign-bilateral-leg-symptoms-long-standing = Both legs, for a long time
said-bilateral-leg-symptoms-long-standing = trouble in both legs for a long time, unchanged
sign-leg-weakness = A leg is newly weak
said-leg-weakness = a leg that is weak or gives way
sign-leg-weakness-long-standing = A leg weak for a long time
said-leg-weakness-long-standing = a leg that has been weak for a long time, unchanged
sign-walking-difficulty = Walking is hard or unsteady
said-walking-difficulty = walking is hard or unsteady
sign-walking-difficulty-long-standing = Long hard to walk
said-walking-difficulty-long-standing = trouble walking for a long time, unchanged
sign-walking-difficulty-only-from-pain = I limp only because it hurts
said-walking-difficulty-only-from-pain = you limp only because it hurts
sign-sexual-dysfunction-new = New change in feeling in sex
said-sexual-dysfunction-new = a new change in feeling or function during sex
sign-leg-numbness = One leg is numb or tingly
said-leg-numbness = one leg that is numb or tingly
sign-leg-numbness-long-standing = One leg numb for a long time
said-leg-numbness-long-standing = one leg that has been numb for a long time, unchanged
sign-leg-numbness-spreading = The numb part is growing
said-leg-numbness-spreading = numbness in a leg that spreads or gets worse
sign-foot-drop = My foot drags or slaps
said-foot-drop = a foot that drags or slaps
sign-bowel-difficulty = Hard to poo
said-bowel-difficulty = it is hard to poo

## Signs: accident, chest, belly

sign-chest-pain = Chest pain
said-chest-pain = chest pain
sign-major-trauma = A crash or a high fall
said-major-trauma = it began with a crash or a high fall
sign-minor-trauma-fragility = Small fall, and thin bones
said-minor-trauma-fragility = a small fall or lift, with bones that may be thin
sign-sports-injury = It began with sport
said-sports-injury = it began with a sports injury
sign-sports-injury-cannot-move = Sport: swollen, can't move
said-sports-injury-cannot-move = a sports injury with swelling, or you cannot move
sign-sudden-severe-pain = Sudden, very bad pain
said-sudden-severe-pain = very bad pain that came on suddenly
sign-sudden-severe-pain-faint = Sudden bad pain, and faint
said-sudden-severe-pain-faint = sudden very bad pain with feeling faint or clammy
sign-collapse = I fainted or passed out
said-collapse = you fainted or passed out
sign-pulsating-abdomen = My tummy is pulsing
said-pulsating-abdomen = a pulsing feeling in your tummy
sign-aaa-suspected = Sudden bad pain, and faint
said-aaa-suspected = sudden very bad pain, and feeling faint or clammy

## Signs: infection, kidneys, pee, poo

sign-topic-pee = Something is new when I pee
said-topic-pee = something new when you pee
sign-topic-poo = Something is new when I poo
said-topic-poo = something new when you poo

sign-sepsis-signs = Confused or very unwell
said-sepsis-signs = confused, shaking hard, or very short of breath
sign-rigors = Chills that make me shake
said-rigors = chills that make you shake
sign-fever = Fever, or hot and shivery
said-fever = a fever
sign-flank-pain = Pain under the ribs at back
said-flank-pain = pain under the ribs at your back
sign-flank-pain-severe = Very bad side pain, or waves
said-flank-pain-severe = very bad pain under the ribs, or in waves to your groin
sign-vomiting = I am throwing up
said-vomiting = you are throwing up
sign-painful-urination = It burns when I pee
said-painful-urination = it burns when you pee
sign-blood-in-urine = Red, pink or brown pee
said-blood-in-urine = red, pink or brown pee
sign-dark-urine = Very dark pee
said-dark-urine = very dark pee
sign-dark-urine-after-exercise = Dark pee after hard sport
said-dark-urine-after-exercise = very dark pee after very hard exercise
sign-reduced-urine = Much less pee than usual
said-reduced-urine = much less pee than usual
sign-reduced-urine-none = No pee all day
said-reduced-urine-none = no pee all day
sign-urinary-change = Other change in peeing
said-urinary-change = a change in how you pee
sign-blood-in-stool = A little blood in my poo
said-blood-in-stool = a little blood when you poo
sign-blood-in-stool-black = Black or dark red blood
said-blood-in-stool-black = black or dark red blood when you poo
sign-blood-in-stool-heavy = Heavy bleeding when I poo
said-blood-in-stool-heavy = heavy bleeding when you poo
sign-black-stool = Black sticky poo
said-black-stool = black sticky poo
sign-vomiting-blood = Throwing up blood
said-vomiting-blood = throwing up blood

## Signs: illness and history

sign-topic-illness = I have a long-term illness
said-topic-illness = a long-term illness
sign-topic-medicine = I take a medicine
said-topic-medicine = you take a medicine
sign-fact-over-60 = 60 or older
said-fact-over-60 = you are 60 or older

sign-cancer-history = Cancer, now or before
said-cancer-history = cancer, now or before
sign-weight-loss = Lost weight without trying
said-weight-loss = you lost weight without trying
sign-night-pain = Worse at night or at rest
said-night-pain = pain that is worse at night, or no better with rest
sign-deformity-lump = New lump or changed shape
said-deformity-lump = a new lump or a changed shape of your back
sign-thoracic-pain = Between my shoulder blades
said-thoracic-pain = pain between your shoulder blades
sign-immunosuppressed = Weak immune system
said-immunosuppressed = a weak immune system
sign-ivdu = I inject drugs
said-ivdu = you inject drugs
sign-recent-infection = Bad infection or wound
said-recent-infection = a bad infection or wound a short time ago
sign-recent-infection-worse-pain = Infection, and worse pain
said-recent-infection-worse-pain = a bad infection or wound, with a fever or worse pain
sign-recent-spinal-procedure = Back needle or operation
said-recent-spinal-procedure = a needle in your back, or a back operation, in the last weeks
sign-anticoagulant = I take blood thinners
said-anticoagulant = you take blood thinners
sign-anticoagulant-fall = Blood thinners, and a fall
said-anticoagulant-fall = you take blood thinners and had a fall
sign-osteoporosis = Thin bones
said-osteoporosis = thin bones
sign-steroid-use = Steroid tablets, long-term
said-steroid-use = you take steroid tablets

## Signs: pregnancy, periods, children

sign-pregnant = Pregnant
said-pregnant = you are pregnant
sign-preterm-labour-signs = Ache that comes and goes
said-preterm-labour-signs = an ache that comes and goes, tightenings, or fluid, before 37 weeks
sign-pregnancy-bleeding = Pregnant, and bleeding
said-pregnancy-bleeding = bleeding in pregnancy
sign-pregnancy-bleeding-heavy = Pregnant, bleeding a lot
said-pregnancy-bleeding-heavy = heavy bleeding in pregnancy, or bleeding with bad pain that stays
sign-reduced-movements = Baby moves less
said-reduced-movements = your baby moves less
sign-possible-ectopic = Maybe pregnant, side pain
said-possible-ectopic = you could be pregnant, with pain low on one side, bleeding, or pain at the tip of your shoulder
sign-possible-ectopic-faint = Maybe pregnant, and dizzy
said-possible-ectopic-faint = you could be pregnant, and feel dizzy, faint, or have sudden sharp pain
sign-period-pain = My usual period pain
said-period-pain = your usual period pain
sign-period-pain-severe = Period pain, bad or changed
said-period-pain-severe = period pain that is very bad or has changed
sign-child = Under 16
said-child = under 16
sign-child-under-6 = Under 6
said-child-under-6 = under 6
sign-child-limp = A child who limps
said-child-limp = a child who limps

## Signs: medicines and conditions

sign-statin = I take a statin
said-statin = you take a statin
sign-nsaid-use = I take anti-inflammatories
said-nsaid-use = you take anti-inflammatory tablets
sign-kidney-disease = Kidney disease
said-kidney-disease = kidney disease
sign-heart-failure = Heart failure, or drink less
said-heart-failure = heart failure, or you were told to drink less
sign-liver-disease = Liver disease
said-liver-disease = liver disease
sign-diabetes = Diabetes
said-diabetes = diabetes

## Signs: the course of the pain

sign-fact-suddenly = It came on all at once
said-fact-suddenly = it came on all at once
sign-fact-tried-care = I tried things, no help
said-fact-tried-care = nothing you tried at home helps

sign-severe-pain = Pain 8 or more of 10
said-severe-pain = pain of 8 or more out of 10
sign-severe-pain-not-eased = Pain 9 or 10, nothing helps
said-severe-pain-not-eased = pain of 9 or 10 that nothing eases
sign-worsening = It is getting worse
said-worsening = it is getting worse
sign-persisting = Not better after 2 days
said-persisting = it is not better after 2 days of care at home

## Signs: crisis

sign-self-harm = I think of ending my life
said-self-harm = you have thoughts of ending your life
sign-overdose = I took too much medicine
said-overdose = you took too much of a medicine
