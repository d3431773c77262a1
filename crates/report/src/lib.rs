//! The thread's layout, the dossier and the evidence pack.
