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
