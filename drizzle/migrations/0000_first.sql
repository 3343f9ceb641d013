CREATE TABLE `answers` (
	`id` integer PRIMARY KEY NOT NULL,
	`digest` blob NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `answers_digest_unique` ON `answers` (`digest`);--> statement-breakpoint
CREATE TABLE `conductors` (
	`id` integer PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`expires_at` integer NOT NULL,
	`report` text
);
--> statement-breakpoint
CREATE TABLE `nodes` (
	`id` integer PRIMARY KEY NOT NULL,
	`uri` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `nodes_uri_unique` ON `nodes` (`uri`);--> statement-breakpoint
CREATE TABLE `outcomes` (
	`snapshot_id` integer NOT NULL,
	`node_id` integer NOT NULL,
	`kind` text NOT NULL,
	`detail` text,
	`asked_at` integer NOT NULL,
	`cadence_ms` integer NOT NULL,
	`failing_since` integer,
	`health` text NOT NULL,
	`sources` text NOT NULL,
	`answer_id` integer,
	`answered_at` real,
	`latency_ms` real,
	`dns_ms` real,
	`connect_ms` real,
	`tls_ms` real,
	`answer_ms` real,
	`is_simulated` integer,
	PRIMARY KEY(`snapshot_id`, `node_id`),
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshots`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`node_id`) REFERENCES `nodes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answer_id`) REFERENCES `answers`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `outcomes_by_answer` ON `outcomes` (`answer_id`);--> statement-breakpoint
CREATE TABLE `snapshots` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer NOT NULL,
	`cadence_ms` integer NOT NULL,
	`vantage` text NOT NULL,
	`sources` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sweep_requests` (
	`id` integer PRIMARY KEY NOT NULL,
	`requested_at` integer NOT NULL
);
