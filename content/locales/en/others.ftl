### Urgent messages about somebody who is with the writer. Safety texts: never borrowed from another language.
### reviewed_by: nobody yet
###
### As in urgent.ftl: urgent-<route>-action-other and so on stand in its place. said-<sign>-other is needed where said-<sign>
### says "you".

# $said (String) what was told, joined with semicolons
urgent-reason-other = You told me about someone with you: { $said }.

urgent-ambulance-action-other = <b>Call your local emergency number now and ask for an ambulance for them.</b>
urgent-ambulance-why-other = They need help right away.
urgent-ambulance-meanwhile-other = Stay with them. Let them stay as still as they can. They must not drive.
urgent-ambulance-number-other = The local emergency number is often 112, 911 or 999. If you cannot call, ask someone near you.

urgent-hospital-action-other = <b>Get them to a hospital emergency department now.</b>
urgent-hospital-why-other = They need a check now, even if the pain is small.
urgent-hospital-meanwhile-other = They must not drive. Go with them if you can. Show the staff this message.
urgent-hospital-number-other = If you cannot get them there, call your local emergency number, often 112, 911 or 999. If you cannot call, ask someone near you.

urgent-crisis-action-other = <b>Please call your local emergency number for them now.</b>
urgent-crisis-why-other = Thank you for looking out for them. They need help right away.
urgent-crisis-meanwhile-other = Do not leave them alone. Move away anything that could hurt them. If they took too much of a medicine, call even if they feel well, and keep the packet to show.
urgent-crisis-number-other = The local emergency number is often 112, 911 or 999. If you cannot call, ask someone near you.

urgent-maternity-action-other = <b>Phone their maternity unit or midwife now.</b>
urgent-maternity-why-other = In pregnancy this should be checked now, even if it stops.
urgent-maternity-meanwhile-other = If they do not have one yet, call a doctor or medical helpline. Say how many weeks they are. Keep their notes and bag near.
urgent-maternity-number-other = For heavy bleeding, or bad pain that does not stop, call your local emergency number, often 112, 911 or 999. If you cannot call, ask someone near you.

urgent-today-action-other = <b>Call a doctor or medical helpline for them today.</b>
urgent-today-why-other = They should be checked today.
urgent-today-meanwhile-other = Say what you told me, and which medicines they take. If no one can see them today, take them to a hospital or a walk-in clinic.
urgent-today-number-other = If they start to shake, seem confused, cannot pee, go numb between the legs, or a leg gets weak, call your local emergency number, often 112, 911 or 999. If you cannot call, ask someone near you.

said-saddle-numbness-other = numb or tingly between their legs
said-saddle-numbness-long-standing-other = numb between their legs for a long time, unchanged
said-urinary-retention-other = they cannot pee, or it is hard to start
said-urinary-incontinence-other = they newly leak pee
said-bowel-incontinence-other = they newly cannot hold their poo
said-bowel-incontinence-long-standing-other = trouble holding their poo for a long time, unchanged
said-bladder-sensation-loss-other = they cannot feel their bladder or their pee
said-bowel-sensation-loss-other = they cannot feel it when they poo
said-walking-difficulty-only-from-pain-other = they limp only because it hurts
said-sports-injury-cannot-move-other = a sports injury with swelling, or they cannot move
said-collapse-other = they fainted or passed out
said-pulsating-abdomen-other = a pulsing feeling in their tummy
said-rigors-other = chills that make them shake
said-flank-pain-other = pain under the ribs at their back
said-flank-pain-severe-other = very bad pain under the ribs, or in waves to their groin
said-vomiting-other = they are throwing up
said-painful-urination-other = it burns when they pee
said-urinary-change-other = a change in how they pee
said-blood-in-stool-other = a little blood when they poo
said-blood-in-stool-black-other = black or dark red blood when they poo
said-blood-in-stool-heavy-other = heavy bleeding when they poo
said-weight-loss-other = they lost weight without trying
said-deformity-lump-other = a new lump or a changed shape of their back
said-thoracic-pain-other = pain between their shoulder blades
said-ivdu-other = they inject drugs
said-recent-spinal-procedure-other = a needle in their back, or a back operation, in the last weeks
said-anticoagulant-other = they take blood thinners
said-anticoagulant-fall-other = they take blood thinners and had a fall
said-steroid-use-other = they take steroid tablets
said-pregnant-other = they are pregnant
said-reduced-movements-other = their baby moves less
said-possible-ectopic-other = they could be pregnant, with pain low on one side, bleeding, or pain at the tip of their shoulder
said-possible-ectopic-faint-other = they could be pregnant, and feel dizzy, faint, or have sudden sharp pain
said-period-pain-other = their usual period pain
said-statin-other = they take a statin
said-nsaid-use-other = they take anti-inflammatory tablets
said-heart-failure-other = heart failure, or they were told to drink less
said-self-harm-other = they have thoughts of ending their life
said-overdose-other = they took too much of a medicine
