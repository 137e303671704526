"""Results in, replies out: pure, and without a thought of Telegram. One module for each part of the talk."""

from bot.render.reply import Button, Reply, Words

__all__ = ["Button", "Reply", "Words"]
