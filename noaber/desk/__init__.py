"""Where people work, and where editions are made. No SQL, no arithmetic on figures."""
