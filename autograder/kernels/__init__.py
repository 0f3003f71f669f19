"""Starting, driving and ending the kernel that student code runs in."""
