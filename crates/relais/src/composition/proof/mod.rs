//! The proof over all routes: who reaches what, on both engines (security requirements 2–5, 8, 59; DP-01).

mod accesses;
mod children;
mod export;
mod fields;
mod house;
mod ids;
mod outputs;
mod people;
mod routes;
mod samples;
mod step_up;
mod table;
mod walk;
mod world;
