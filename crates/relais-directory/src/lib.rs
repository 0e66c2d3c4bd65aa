//! Organisations, services, places, capacity; finding who can take a person.
