### What is said back to a wish that was typed and cannot be had, or was not wholly read. Nothing has been stored.
### refused-<why>: the reasons are in bot/core/understand/wish.py.

refused-unread = <b>I could not read all of that</b>, so I changed nothing. Try “water every 3 hours from 9 to 17”, or “stretch on weekdays at 18:30”.
refused-not-a-kind = <b>I cannot remind you of that.</b> I have water, packs and stretching.
refused-several = <b>One at a time, please.</b> Tell me the first one again, then the next.
refused-has-times = <b>I keep one set of times for each reminder.</b> Tell me all of them at once, such as “water at 9, 13 and 17”.
refused-no-such-time = <b>No clock shows that time.</b> Try “7:30” or “7:30 pm”.
refused-every = <b>That is not a time I can repeat.</b> Try “every 2 hours”.
refused-over-midnight = <b>I can only keep to hours of one day.</b> Tell me a window that ends before midnight, such as “from 9 to 22”.
refused-uneven = <b>I can only do times that are evenly apart</b>, such as 9, 13 and 17. Or one time a day.
refused-days-apart = <b>I can keep days of the week, and nothing wider.</b> Try “on mondays and thursdays at 9:00”.
refused-for-a-while = <b>I cannot begin or end that by myself.</b> I can switch it on now, and you can pause or stop it.
refused-no-zone = <b>I do not know your time yet.</b> Please tell me first what time it is for you.
refused-too-long = <b>That is no time I can wait.</b> Try “20 minutes” or “2 hours”.
refused-too-close = <b>That is too often for this one.</b>
refused-too-many = <b>That is too many times a day for this one.</b>

## What was understood, before it is stored and after

# $line (String) the reminder in full, such as "Water every 2 hours, 09:00-18:00, every day, Berlin time"
offer-done = ✓ <b>{ $line }</b>
offer-ask = Shall I set it?
offer-ask-do = Shall I do it?
# $begin, $end (String) quiet hours
offer-never = <b>That falls in your quiet hours</b>, { $begin } to { $end }, when nothing comes. Tell me another time, or change your quiet hours.
offer-which = <b>Which one do you mean?</b>
# $line (String) one reading in full
offer-line = • { $line }
offer-in-quiet = This is in your quiet hours. I will write all the same, because you chose it.
# $name (String) a kind of reminder, or all of them
offer-stop = Stop: { $name }
# $name (String) a kind of reminder, or all of them; $until (String) when it goes on
offer-pause = { $name }: quiet from now on, and on again { $until }
# $until (String) when it goes on
offer-until = On again { $until }
# $name (String) a kind of reminder, or all of them
offer-resume = Go on with: { $name }
offer-snooze = { $minutes ->
    [60] The last reminder again in 1 hour
   *[other] The last reminder again in { $minutes } min
}
offer-quiet = Quiet hours from { $begin } to { $end }
offer-other = Something else
offer-once = Once, { $when }
offer-all = all reminders
offer-dropped = <b>All right, I changed nothing.</b>
# $names (String) kinds of reminders
offer-stopped = <b>Stopped:</b> { $names }
# $names (String) kinds of reminders; $until (String) when they go on
offer-paused = <b>Paused:</b> { $names }
    On again { $until }.
# $names (String) kinds of reminders
offer-resumed = <b>On again:</b> { $names }
offer-no-snooze = <b>No reminder is waiting for you.</b> When one comes, you can type “20 min” or tap Snooze.
# $name (String) a kind of reminder, or all of them
offer-nothing-on = <b>There is nothing to do.</b> This is not on now: { $name }
offer-not-for-you = <b>I left this one out</b>, because of what you told me in your last check. A new check may change that.
offer-past = <b>That time is over.</b> Tell me a later one.
button-offer-ok = OK
button-offer-no = No
# $name (String) a kind of reminder, or all of them
button-offer-stop = Stop: { $name }
# $name (String) a kind of reminder
button-resume-one = Go on now: { $name }

## What was told

# $pain (Number) from 0 to 10
flare-noted = <b>I am sorry it hurts. I noted { $pain } out of 10.</b>
flare = <b>I am sorry it hurts.</b>
flare-check = A check takes a minute and tells you what to do now.
flare-goes-on = You have a check open. Go on with it, and I can tell you what to do now.
button-check-on = Go on with the check
# $pain (Number) from 0 to 10
better-noted = <b>I noted { $pain } out of 10.</b> I am glad if it gets easier. If anything new starts, send /check.
better = <b>I am glad it is better.</b> If anything new starts, send /check.
# $names (String) kinds of reminders
did = ✓ <b>Noted:</b> { $names }
noted = ✓ <b>Noted.</b>
skipped = <b>All right, skipped.</b>
today = <b>Today</b>
today-nothing = <b>Nothing is noted for today yet.</b> You can type “2 glasses”, “did my stretches” or “pain 4”.
today-glasses = { $count ->
    [one] { $name }: { $count } glass today
   *[other] { $name }: { $count } glasses today
}
today-times = { $count ->
    [one] { $name }: once today
   *[other] { $name }: { $count } times today
}
# $pain (Number) the last one, $most (Number) the highest; from 0 to 10
today-pain = Pain: { $pain } now, { $most } at most
which-pack = <b>Which one did you put on?</b> I will tell you when to take it off.
stretch-held = <b>No stretching now</b>, because you told me about a warning sign.

## Talk

talk-hello = <b>Hello. How is your back?</b> Tell me, or start a check.
talk-thanks = You are welcome.
talk-bye = Take care. I am here when you need me.
talk-yes = <b>Good.</b> What would you like to do?
talk-no = <b>All right.</b> I am here when you need me.
talk-laugh = 🙂
talk-sorry = No need to be sorry.
talk-talk = I am best with sore backs. Tell me how yours is, or what I should remind you of.
talk-calm = <b>Thank you for telling me.</b> If your back worries you, a check takes a minute.
talk-complaint = <b>I am sorry.</b> You can stop or change every reminder, and /help shows what I can do.
no-card = <b>I have no answer to that one.</b> For how your back feels now, a check takes a minute and tells you what to do. A pharmacist or doctor can answer more.
only-english = I only speak English so far.
# $time (String) the time of day there, $place (String) its name
zone-confirm = <b>Is it { $time } for you now, as in { $place }?</b>
button-zone-right = Yes, that is my time

## When it is not understood

not-understood = <b>I did not understand that.</b> You can type “water every 3 hours from 9 to 17”, “snooze 20 min” or “pain 6”. If it is about how you feel, a check takes a minute.
not-text = <b>I can only read words.</b> Please type it, or start a check.

    If you cannot pee, are numb between your legs, have weak legs, chest pain, or feel unsafe: call your local emergency number now, often 112, 911 or 999.
worth-a-check = <b>Thank you for telling me. That is worth a closer look.</b> A check takes a minute and tells you what to do.
