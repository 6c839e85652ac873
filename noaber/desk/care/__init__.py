"""What the screens ask of the register of care. Nothing is written here but the audit line.

Every question takes the actor and sees the mailboxes of the actor's own municipalities, and no other.
"""
