"""Making the default recogniser better at the people of one library, without making it worse at others.

A library has few people, and what is measured on people it was trained on says nothing. So some of its people
are held out, by family where families are known; the network learns from the others, and from general faces
beside them, while a fixed copy of itself holds it to where it was; and it is kept only if it is better on the
held-out people and not worse on general ones.
"""
