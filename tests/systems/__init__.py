"""Tests on other systems than this one: tests/systems.py is the program."""
