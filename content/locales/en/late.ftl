### What comes late says so, so that nobody takes it for a new one. Safety texts: never borrowed from another language.
### reviewed_by: nobody yet

late = <i>This comes late.</i>
# $time (String) on the person's own clock
late-today = <i>This comes late. It was planned for { $time }.</i>
# $date (String) such as 2026-11-22
# $time (String) on the person’s own clock
late-before = <i>This comes late. It was planned for { $date }, { $time }.</i>

## Said with another late message

late-pack = <b>Is your pack still on? Take it off now</b>, and look at your skin.
late-plan = Your two-day plan is over.

## In place of a pack's own words, when nobody knows any more whether it is on

late-take-off = <b>Is your pack still on? Take it off now.</b>
    Then look at your skin.
# $time (String) when the next pack may come, on the person's clock
late-again = The next one may come from { $time }.
