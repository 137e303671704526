### Urgent messages. Safety texts: never borrowed from another language.
### reviewed_by: nobody yet
###
### Said in this order, one blank line between the parts:
###   urgent-<route>-action      the one thing to do
###   urgent-reason, urgent-unsure   what the person said
###   urgent-<route>-why         why it cannot wait (same paragraph as the reason)
###   urgent-<route>-meanwhile   what to do until help is there
###   urgent-<route>-number      whom to call, as text
### check-back-<level>-<when>    asked again while nobody has answered

## The reason

# $said (String) what was answered yes, joined with semicolons
urgent-reason = You told me: { $said }.
# $unsure (String) what was marked "not sure", joined with semicolons
urgent-unsure = You were not sure about: { $unsure }. That counts, to be safe.

## Ambulance

urgent-ambulance-action = <b>Call your local emergency number now and ask for an ambulance.</b>
urgent-ambulance-why = This needs help right away.
urgent-ambulance-meanwhile = Stop what you are doing and stay as still as you can. Do not drive. Keep your phone with you.
urgent-ambulance-number = Your local emergency number is often 112, 911 or 999. If you cannot call, ask someone near you.

## Hospital

urgent-hospital-action = <b>Go to a hospital emergency department now.</b>
urgent-hospital-why = This needs a check now, even if the pain is small.
urgent-hospital-meanwhile = Do not drive yourself. Ask someone to take you. Show the staff this message.
urgent-hospital-number = If you cannot get there, call your local emergency number, often 112, 911 or 999. If you cannot call, ask someone near you.

## Crisis

urgent-crisis-action = <b>Please call your local emergency number now.</b>
urgent-crisis-why = Thank you for telling me. You do not have to face this alone.
urgent-crisis-meanwhile = Stay with someone, or ask someone to come to you. Move away from anything that could hurt you. If you took too much of a medicine, call even if you feel well, and keep the packet to show them.
urgent-crisis-number = Your local emergency number is often 112, 911 or 999. If you cannot call, ask someone near you.

## Maternity

urgent-maternity-action = <b>Phone your maternity unit or midwife now.</b>
urgent-maternity-why = In pregnancy this should be checked now, even if it stops.
urgent-maternity-meanwhile = If you do not have one yet, call a doctor or medical helpline. Tell them how many weeks you are. Have your notes and your bag near you.
urgent-maternity-number = For heavy bleeding, or bad pain that does not stop, call your local emergency number, often 112, 911 or 999. If you cannot call, ask someone near you.

## Today

urgent-today-action = <b>Call a doctor or medical helpline today.</b>
urgent-today-why = This should be checked today.
urgent-today-meanwhile = Tell them what you told me. Say which medicines you take. If no one can see you today, go to a hospital or a walk-in clinic.
urgent-today-number = If you start to shake, feel confused, cannot pee, go numb between your legs, or a leg gets weak, call your local emergency number, often 112, 911 or 999. If you cannot call, ask someone near you.

## Doctor: in a day or two. A message of its own, without a hold.

urgent-doctor-action = <b>Please get medical help: book a doctor in the next day or two.</b>
urgent-doctor-why = This should be looked at, even if it gets better.
urgent-doctor-meanwhile = A pharmacist can help too, and your midwife if you are pregnant. Tell them what you told me, and which medicines you take. No visit within 2 days? Call again, or ask a medical helpline. I will ask you in 2 days.
urgent-doctor-number = It can change: come back with /check if it gets worse. If you cannot pee, go numb between your legs, a leg gets weak, or you get chest pain, do not wait: call your local emergency number, often 112, 911 or 999. If you cannot call, ask someone near you.
button-booked = I have booked / been seen
button-better = It is better
doctor-booked = Good. Tell them what you told me. If it gets worse or anything new starts, send /check.
doctor-better = I am glad it is better. If it comes back, or if what you told me was new for you, still ask a doctor. If anything new starts, send /check.

## Answers to an urgent message

button-called = I have called / on my way
button-seen = I have been seen
button-not-happening = It is not happening
button-not-happening-sure = Yes, none of it is happening
button-still-happening = It is happening
urgent-called = Good. Keep your phone with you, and tell them what you told me. Your reminders stay off. Tap “I have been seen” when you have been seen.
urgent-seen = I am glad that you have been seen. Please do what they told you. If anything new starts, send /check.
# $said (String) what was reported, joined with semicolons
urgent-confirm-not-happening =
    <b>Just to be sure.</b>
    You told me: { $said }.
    Is none of this happening now?
urgent-confirm-nothing =
    <b>Just to be sure.</b>
    Is none of what I asked about happening now?
urgent-not-happening = Thank you for telling me. If any of it starts, send /check or call your local emergency number, often 112, 911 or 999.
# $names (String) the kinds of reminders that are on, joined with commas
urgent-reminders-go-on = These reminders go on: { $names }.
urgent-still-happening = Then please do it now. Your reminders stay off.

## Asked again

check-back-emergency-10m =
    <b>Are you getting help?</b>
    If not, call your local emergency number now, often 112, 911 or 999. Did I send you to a hospital? Ask someone to take you there now.
    Do not drive yourself. If you cannot call, ask someone near you.
check-back-emergency-1h =
    <b>Has someone seen you?</b>
    If not, you still need help now, even if you feel better. Call your local emergency number, often 112, 911 or 999. Did I send you to a hospital? Ask someone to take you there now.
    If you cannot call, ask someone near you.
check-back-emergency-morning =
    <b>Good morning. Were you seen?</b>
    If not, please do not wait longer. You still need help now, even if you feel better. Call your local emergency number, often 112, 911 or 999. Did I send you to a hospital? Ask someone to take you there now.
    If you cannot call, ask someone near you.
check-back-urgent-3h =
    <b>Did you reach someone?</b>
    If not, please call a doctor, midwife or medical helpline today. If no one can see you today, go to a hospital or a walk-in clinic.
    Is it getting worse? Call your local emergency number, often 112, 911 or 999. If you cannot call, ask someone near you.
check-back-urgent-morning =
    <b>Good morning. Were you seen?</b>
    If not, please call a doctor, midwife or medical helpline now. It should still be checked, even if you feel better.
    Is it getting worse? Call your local emergency number, often 112, 911 or 999. If you cannot call, ask someone near you.
check-back-doctor-2d =
    <b>Have you seen or booked a doctor?</b>
    If not, please book one now, or ask a pharmacist or a medical helpline. It should be looked at, even if it feels better.
    Is it getting worse, or is anything new? Send /check. If you cannot pee, go numb between your legs, or a leg gets weak, call your local emergency number, often 112, 911 or 999. If you cannot call, ask someone near you.
