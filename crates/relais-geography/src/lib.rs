//! Places, P-codes and distances.
