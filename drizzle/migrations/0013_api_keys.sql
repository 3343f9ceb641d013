CREATE TABLE `api_key_edits` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `api_key_spend` (
	`day` integer NOT NULL,
	`key_id` text NOT NULL,
	`wei` text NOT NULL,
	PRIMARY KEY(`day`, `key_id`)
);
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`digest` text NOT NULL,
	`body` text NOT NULL,
	`revoked_at` integer,
	`last_used_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_by_digest` ON `api_keys` (`digest`);