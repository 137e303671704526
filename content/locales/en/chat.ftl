### The talk around the check: start, help, reminders, settings, privacy, and what to say when lost.
### Telegram's HTML: <b>, <i>. One idea a message, the action first, plain words.

## Start and help

home = <b>Easeback helps when your lower back cramps.</b>
    A short check tells you if you need medical help. If not, I can remind you to drink, use a compress and stretch.

    I do not diagnose, and I am not an emergency service.
    Your answers are stored encrypted. /privacy tells you more.
# $names (String) the kinds of reminders that are on, joined with commas
welcome-back = Good to have you back. Your reminders go on: { $names }.
home-held = <b>Your reminders are on hold</b>, because you told me about a warning sign.
button-check = Start a check
button-reminders = See reminders
button-get-help = Get medical help
button-home = Back to the start
button-settings = Settings

help = <b>What you can do here</b>
    /check – a short symptom check, about a minute
    /reminders – switch reminders on or off
    /learn – short cards about back cramps
    /settings – your time zone and quiet hours
    /privacy – what I keep, and how to delete it
    /forget – delete everything about you
    /cancel – leave what you are doing

    I do not diagnose. My medical texts have not been signed off by a doctor yet. If something worries you, ask a doctor, whatever I say.

get-help = <b>Call your local emergency number now</b> (often 112, 911 or 999) if you:
    • cannot pee, or cannot hold your pee or poo
    • are numb between your legs or around your bottom
    • have weak or numb legs
    • have chest pain, faint, or cannot get your breath
    • had a bad fall or crash

    If you cannot call, ask someone near you.

    <b>Call a doctor or a medical helpline today</b> for a fever, blood in your pee, or pain that keeps getting worse.

cancelled = No check is open now. You can start one at any time.
cancelled-held = No check is open now. Your reminders are still on hold, because you told me about a warning sign.

## When I do not understand

unknown-command = I do not know that command. Here is what I can do.
old-button = That button is from an older message. Here is where we are now.
group-notice = I only talk in private chats, because this is about your health. Tap my name and choose “Message”.
went-wrong = Something went wrong on my side, and I could not do that. What you told me before is safe. Please try again.
busy = I am a bit slow right now. Please try again in a minute.

## The hold

button-called-already = ✓ I have called / on my way
hold-stays = <b>Your reminders are on hold</b>, because you told me about a warning sign.
    Tell me how it stands:
check-done-urgent = <b>This check is done.</b> Please do what my message below says now.
# $names (String) the kinds of reminders, joined with commas
check-stopped = I have stopped these reminders, because of what you told me: { $names }.
check-doctor-void = This takes the place of my earlier message about booking a doctor.
button-check-again = Start a new check

## Reminders

reminders-title = <b>Your reminders</b>
reminders-none = No reminders are on. Tap one to switch it on.
reminders-none-offered = No reminders are on.
reminders-line-on = { $name }: { $every }, next { $next }
reminders-left-out = Left out because of your last check: { $names }.
reminders-clock = Your time: { $now } in { $zone }. Quiet from { $begin } to { $end }.
reminders-clock-no-quiet = Your time: { $now } in { $zone }. No quiet hours.
reminders-no-zone = I will ask for your time once, so that nothing wakes you at night.
button-switch-on = Switch on: { $name }
button-switch-off = Stop: { $name }
button-all-on = Switch all on
button-all-off = Stop all
every-hours = { $hours ->
    [one] every hour
   *[other] every { $hours } hours
}
next-today = today at { $time }
next-tomorrow = tomorrow at { $time }
next-later = on { $day } at { $time }
day-weekday = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
day-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
plan-on = <b>Reminders are on.</b> I will not write to you from { $begin } to { $end }.
plan-on-no-quiet = <b>Reminders are on.</b>
remind-repeat = <i>In case the first one did not reach you:</i>
remind-many = <b>A short break for your back</b>
button-done = Done
button-snooze = { $minutes ->
    [60] Snooze 1 hour
   *[other] Snooze { $minutes } min
}
button-skip = Skip today
button-stop = Stop these
answered-done = ✓ <b>Done.</b>
answered-skip = <b>Skipped for today.</b> Next: { $next }.
answered-stop = <b>Stopped.</b> You can switch it on again in /reminders.
answered-snooze = <b>Snoozed until { $time }.</b>
answered-snooze-quiet = <b>Snoozed until { $time }.</b> That is in your quiet hours, and I will write because you chose it.
answered-held = <b>Your reminders are on hold.</b> Please get the help I told you about first.
next-none = not planned

## Time zone and quiet hours

zone-ask = <b>What time is it for you now?</b>
    I ask so that nothing comes at night.
zone-ask-odd = <b>What time is it for you now?</b>
    These clocks are half or a quarter of an hour apart from the others.
zone-place = <b>It is { $time } for you. Which place keeps your time?</b>
    Then your reminders stay right when the clocks change.
zone-set = <b>Your time is { $time }, as in { $zone }.</b>
button-odd-clock = My minutes are different
button-whole-clock = Back
button-more-places = More places
button-other-time = Another time
settings = <b>Settings</b>
    Your time: { $clock }
    { $quiet }
settings-clock = { $now } ({ $zone })
settings-quiet = Quiet hours: { $begin } to { $end }. Nothing routine comes then.
settings-no-quiet = Quiet hours: none. Reminders still keep to their own times of day.
settings-clock-unknown = not set yet
settings-saved = <b>Saved.</b>
button-change-zone = Change my time
button-change-quiet = Change quiet hours
quiet-ask-begin = <b>From when should I be quiet?</b>
quiet-ask-end = Quiet from { $begin }. <b>Until when?</b>
button-no-quiet = No quiet hours

## Privacy

privacy = <b>What I keep</b>
    • your Telegram number, so that I can write to you
    • the answers of your checks, and what you told me about you, encrypted, with the key kept apart
    • your reminders, your time zone and your quiet hours
    • when I sent you something, and which button you chose
    • what you typed about your pain, and what you did for it, encrypted
    • what I asked you about a warning sign, encrypted, for a month
    • what else you type, encrypted, for about an hour, so that I can read messages in a row together

    I give nothing to anybody. This chat itself is stored by Telegram, and it is not end-to-end encrypted.

    /forget deletes all of it here at once.
button-forget = Delete everything
forget-ask = <b>Delete everything about you?</b>
    Your checks, reminders and settings will be gone for good. Messages already in this chat stay until you delete the chat.
forget-ask-held = <b>Delete everything about you?</b>
    You told me about a warning sign. I will no longer ask how you are. If it is still happening, get help first.
button-forget-sure = Yes, delete everything
button-forget-keep = No, keep it
forgotten = <b>Done. Everything about you is deleted.</b>
    Clear this chat too if you want the messages gone. /start begins anew.

## The command menu

command-check = A short symptom check
command-reminders = Your reminders
command-settings = Time zone and quiet hours
command-help = What I can do
command-privacy = What I keep
command-forget = Delete everything about me
command-cancel = Leave what I am doing
command-start = Begin
bot-description = A short check for lower-back cramps, urgent advice on warning signs, and calm reminders.
