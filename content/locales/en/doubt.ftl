### Asked when what somebody typed may be a warning sign. Safety texts: never borrowed from another language.
### reviewed_by: nobody yet

# $said (String) one sign, as in "You told me: ..."
doubt-one = <b>Is this happening now: { $said }?</b>
doubt-some = <b>Is any of this happening now?</b>
# $said (String) one sign, as in "You told me: ..."
doubt-line = • { $said }
doubt-any = <b>I did not understand all of that. Is any of this happening now?</b>
    • you cannot pee, or cannot hold your pee or poo
    • numb between your legs or around your bottom
    • a leg that is weak, or both legs numb
    • chest pain, fainting, or no breath
    • you feel unsafe
doubt-crisis = <b>I am glad that you wrote this to me. Are you thinking of ending your life, or did you take too much of a medicine?</b>
doubt-crisis-other = <b>I am glad that you wrote this to me. Are they thinking of ending their life, or did they take too much of a medicine?</b>
doubt-or = Or is any of this happening now?
doubt-now = If it is: <b>call your local emergency number now</b>, often 112, 911 or 999. If you cannot call, ask someone near you.
doubt-now-crisis = If so: <b>call your local emergency number now</b>, often 112, 911 or 999, and stay with someone. If you cannot call, ask someone near you.
doubt-today = If it is: <b>call a doctor or medical helpline today</b>. If you feel very ill, call your local emergency number now, often 112, 911 or 999. If you cannot call, ask someone near you.
doubt-silent = Please answer this.
doubt-yes = <b>Please do what my message below says now.</b>
doubt-no = Thank you. If any of it starts, call your local emergency number, often 112, 911 or 999. For anything else about your back, a check takes a minute.
doubt-no-crisis = Thank you for telling me. If it gets too much at any time, call your local emergency number, often 112, 911 or 999, or tell someone near you.
button-doubt-yes = Yes, now
button-doubt-other = Someone else, now
button-doubt-no = No
