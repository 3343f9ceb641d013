CREATE TABLE `job_counts` (
	`level` integer NOT NULL,
	`node` text NOT NULL,
	`at` integer NOT NULL,
	`succeeded` integer NOT NULL,
	`faults` integer NOT NULL,
	PRIMARY KEY(`level`, `node`, `at`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `job_counts_by_time` ON `job_counts` (`level`,`at`);--> statement-breakpoint
CREATE TABLE `request_attempts` (
	`place` integer PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `request_counts` (
	`level` integer NOT NULL,
	`dimension` text NOT NULL,
	`at` integer NOT NULL,
	`value` text NOT NULL,
	`requests` integer NOT NULL,
	`attempts` integer NOT NULL,
	`outcomes` text NOT NULL,
	`paid_wei` text NOT NULL,
	`total` blob NOT NULL,
	`first_byte` blob NOT NULL,
	PRIMARY KEY(`level`, `dimension`, `at`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `request_decisions` (
	`place` integer PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `requests` (
	`place` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer NOT NULL,
	`route` text NOT NULL,
	`key_id` text,
	`kind` text NOT NULL,
	`pipeline` text NOT NULL,
	`model` text,
	`outcome` text NOT NULL,
	`status` integer NOT NULL,
	`problem` text,
	`attempts` integer NOT NULL,
	`offering` text,
	`node` text,
	`orchestrator` text,
	`bytes_in` integer NOT NULL,
	`bytes_out` integer NOT NULL,
	`units` text,
	`cost_wei` text,
	`paid_wei` text NOT NULL,
	`usd_per_eth` text,
	`charge_usd` text,
	`overhead_ms` real,
	`first_byte_ms` real,
	`total_ms` real NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `requests_id_unique` ON `requests` (`id`);--> statement-breakpoint
CREATE INDEX `requests_by_key` ON `requests` (`key_id`);--> statement-breakpoint
CREATE INDEX `requests_by_pipeline` ON `requests` (`pipeline`);--> statement-breakpoint
CREATE INDEX `requests_by_model` ON `requests` (`model`);--> statement-breakpoint
CREATE INDEX `requests_by_orchestrator` ON `requests` (`orchestrator`);--> statement-breakpoint
CREATE INDEX `requests_by_node` ON `requests` (`node`);--> statement-breakpoint
CREATE INDEX `requests_by_outcome` ON `requests` (`outcome`);