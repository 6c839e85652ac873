"""The standing people of the tests: who asks, in every test that asks on someone's behalf."""

from noaber.guard.actor import STRANGER, Actor, ActorKind

CONTROLLER = Actor(ActorKind.USER, "controller Twenterand", frozenset({"1700"}))
NEIGHBOUR = Actor(ActorKind.USER, "controller Tubbergen", frozenset({"0183"}))
VISITOR = STRANGER
