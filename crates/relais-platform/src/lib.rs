//! Database and unit of work, migrations, jobs, courier and files.
