"""Verbs that change the world. A public function is one unit of work; the actor, the moment and the settings come as
arguments, so that a page, a job and a command call the same function."""
