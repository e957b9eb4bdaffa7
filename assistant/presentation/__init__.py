"""Answers as a page shows them, and questions as a network sends them; nothing here knows which web framework serves it."""
