"""Speed beside the real peers: ratios measured side by side in one run, never bare times."""
