"""The thread from what was found, through plan, boards and evidence, to what is said in public; and where it breaks."""
