"""What iWmo and iJw messages say: requests, allocations, deliveries and claims, and their answers."""
