"""The practice province: a platform, people and cards that were made up. Never part of a real counter."""
