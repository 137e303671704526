### The care plan, the timer of a pack, the times of one reminder, and the care cards.

## The care plan

plan-with-cold = Start 2 days, with 🧊 cold pack
plan-with-warm = Start 2 days, with ♨️ warm pack
button-plan = Start a 2-day plan
button-plan-see = See the 2-day plan first
plan-preview = <b>Your two-day plan</b>
    This is what the next day would bring. Leave out what you do not want, or change its times.
plan-choose-pack = <b>Cold or warm?</b> Cold is for a fresh injury. Warm is for muscle or period cramps. Add one of them, or none.
plan-day-today = <b>Today</b>
plan-day-tomorrow = <b>Tomorrow</b>
plan-day-line = { $time } { $kinds }
plan-day-empty = No messages.
button-plan-add = ➕ { $name }
button-plan-leave-out = ✓ { $name }
button-times = Times
button-plan-start = Start now
plan-started = <b>Your two-day plan is on.</b> It ends { $end }, and then I will ask how you are.
plan-quiet = I will not write to you from { $begin } to { $end }.
button-plan-change = Change or pause
plan-nothing = Your answers leave no reminder open. The result of your check says what to do.
plan-until = Your two-day plan ends { $end }.

plan-ended = <b>Your two days are over. How is your back now?</b>
    Tap “Worse” if anything new has started: numbness, a weak leg, trouble with pee or poo, or a fever.
    If it is not better, talk to a doctor.
button-plan-better = Better
button-plan-same = The same
button-plan-worse = Worse
plan-better = <b>Good to hear.</b> Your plan is over. Would you like to keep gentle reminders? They are: { $names }.
plan-better-nothing = <b>Good to hear.</b> Your plan is over. If the cramps come back, send /check.
button-plan-keep = Keep them
button-plan-stop = No, stop
plan-kept = <b>They stay on</b> until you stop them in /reminders.
plan-stopped = <b>Nothing more will come.</b> If the cramps come back, send /check.
plan-same = <b>Please talk to a doctor in the next day or two.</b> Two days of care did not help enough. Tell them all your symptoms, and the medicines you take.
plan-worse = <b>If you cannot pee, are numb between your legs, have weak legs or chest pain: call your local emergency number now</b>, often 112, 911 or 999.
    Otherwise let us check again:

## A pack that is on

timer-is-on = <b>Your pack is on already.</b> I will tell you to take it off at { $time }.
timer-too-soon = <b>Let your skin rest first.</b> Your next pack may come { $next }.
timer-not-for-you = <b>Please leave this pack out.</b> Your last check says that it is not for you. If things have changed, check again.
timer-stopped = <b>Stopped.</b> Take the pack off now.
button-pack-start = Start: { $name }
button-pack-stop = Stop early

## One reminder

button-change = Change: { $name }
times-now = Comes { $times }.
times-daily = daily at { $time }
times-every = { $every }, from { $first } to { $last }
times-at-on = at { $time }, { $days }
times-on = { $times }, { $days }
days-every = every day
days-weekdays = Monday to Friday
days-weekend = Saturday and Sunday
days-some = every { $days }
# What was typed, said back before it is stored. $place: ", Berlin time", or nothing while the zone is not known.
echo-every = { $name } { $every }, { $first }–{ $last }, { $days }{ $place }
echo-daily = { $name } at { $time }, { $days }{ $place }
echo-once = { $name } once, { $time }{ $place }
echo-place = , { $place } time
times-next = Next: { $next }.
times-paused = <b>Paused.</b> Goes on { $next }.
times-until = It ends by itself { $end }.
times-type = Tap other times, or type them, such as “9:30” or “every 3 hours from 9 to 17”.
times-unread = <b>I cannot read that as a time.</b> Try “9:30”, “daily at 7 pm”, “every 3 hours” or “every 90 minutes from 9 to 17”.
    Was it about how you feel? If you cannot pee, are numb between your legs, have weak legs or chest pain, call your local emergency number now, often 112, 911 or 999. For the rest, send /check.
times-no = <b>That is too often for this one.</b> It may come { $least } at most.
times-most = And not more than { $count } times a day.
every-minutes = every { $minutes } minutes
choice-daily = Daily at { $time }
choice-every = { $hours ->
    [one] Every hour
   *[other] Every { $hours } hours
}
button-pause-tonight = Pause till tonight
button-pause-tomorrow = Pause for today
button-pause-days3 = Pause for 3 days
button-pause-monday = Pause till Monday
button-resume = Go on now
button-remove = Stop this one
line-paused = { $name }: paused, next { $next }
button-all-on-with = Switch all on, with { $name }
moved-title = Your next times:
moved-line = { $name }: { $before } → { $after }

## Care cards

button-what-helps = What helps
cards-list = <b>What may help</b>
    Nothing you told me rules these out. Stop anything that makes it worse.
cards-place = { $number } of { $count }
button-next-card = Next
button-all-cards = All that may help
