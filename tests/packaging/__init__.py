"""The checks of what is shipped to C and C++ programs; tests/packages.py runs them."""
