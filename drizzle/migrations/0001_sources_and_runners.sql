CREATE TABLE `runner_lists` (
	`id` integer PRIMARY KEY NOT NULL,
	`digest` blob NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runner_lists_digest_unique` ON `runner_lists` (`digest`);--> statement-breakpoint
CREATE TABLE `source_readings` (
	`name` text PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	`read_at` integer,
	`digest` blob NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `outcomes` ADD `runners_kind` text;--> statement-breakpoint
ALTER TABLE `outcomes` ADD `runners_detail` text;--> statement-breakpoint
ALTER TABLE `outcomes` ADD `runners_asked_at` integer;--> statement-breakpoint
ALTER TABLE `outcomes` ADD `runners_read_at` integer;--> statement-breakpoint
ALTER TABLE `outcomes` ADD `runner_list_id` integer REFERENCES runner_lists(id);--> statement-breakpoint
CREATE INDEX `outcomes_by_runner_list` ON `outcomes` (`runner_list_id`);