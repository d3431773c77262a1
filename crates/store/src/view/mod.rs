//! The view: the log folded into tables that answer questions.
