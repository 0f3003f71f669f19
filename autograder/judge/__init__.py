"""Tests run here, in a process where student code never runs; see docs/security.md."""
