"""Easeback: a short check for lower-back cramps, urgent advice on warning signs, calm reminders."""

import os

# Durations from the Telegram library come as timedelta; it reads this when it is first imported.
os.environ.setdefault("PTB_TIMEDELTA", "1")
