//! The workspace seen from outside: stories, crash, convergence, hostile input, window.
