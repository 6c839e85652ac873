"""What the screens ask of care: pages of messages, claim lines and allocations, and who someone is.

Every question takes the actor and sees the mailboxes of the actor's own municipalities, and no other. Nothing
is written here but the audit line.
"""
