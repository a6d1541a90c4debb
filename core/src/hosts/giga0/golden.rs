//! Every documented answer and refusal, in the forms in which installs send it.
