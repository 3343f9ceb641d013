CREATE TABLE `measured_subjects` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`last_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `measured_subjects_by_key` ON `measured_subjects` (`kind`,`key`);--> statement-breakpoint
CREATE INDEX `measured_subjects_by_last` ON `measured_subjects` (`last_at`);--> statement-breakpoint
CREATE TABLE `probe_rollups` (
	`level` integer NOT NULL,
	`at` integer NOT NULL,
	`subject_id` integer NOT NULL,
	`outcomes` blob NOT NULL,
	`latency` blob NOT NULL,
	PRIMARY KEY(`level`, `at`, `subject_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `rollup_progress` (
	`level` integer PRIMARY KEY NOT NULL,
	`done_until` integer NOT NULL
);
