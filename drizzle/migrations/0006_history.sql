CREATE TABLE `node_gpus` (
	`id` integer PRIMARY KEY NOT NULL,
	`node_id` integer NOT NULL,
	`name` text NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer,
	`count` integer NOT NULL,
	FOREIGN KEY (`node_id`) REFERENCES `nodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `node_gpus_by_node` ON `node_gpus` (`node_id`,`from_at`);--> statement-breakpoint
CREATE INDEX `node_gpus_by_name` ON `node_gpus` (`name`,`from_at`);--> statement-breakpoint
CREATE INDEX `node_gpus_by_end` ON `node_gpus` (`to_at`);--> statement-breakpoint
CREATE TABLE `node_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`node_id` integer NOT NULL,
	`from_snapshot` integer NOT NULL,
	`to_snapshot` integer,
	`answer_id` integer,
	`runner_list_id` integer,
	`body` text NOT NULL,
	FOREIGN KEY (`node_id`) REFERENCES `nodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `node_versions_by_end` ON `node_versions` (`to_snapshot`);--> statement-breakpoint
CREATE INDEX `node_versions_by_node` ON `node_versions` (`node_id`);--> statement-breakpoint
CREATE INDEX `node_versions_by_answer` ON `node_versions` (`answer_id`);--> statement-breakpoint
CREATE INDEX `node_versions_by_runner_list` ON `node_versions` (`runner_list_id`);--> statement-breakpoint
CREATE TABLE `offering_terms` (
	`id` integer PRIMARY KEY NOT NULL,
	`offering_id` integer NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer,
	`model` text,
	`orchestrator` text,
	`gpu` text,
	`state` text NOT NULL,
	`price_wei` text,
	`price_per_units` text,
	`unit` text NOT NULL,
	`price_problem` text,
	`capacity` integer,
	FOREIGN KEY (`offering_id`) REFERENCES `offerings`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `offering_terms_by_offering` ON `offering_terms` (`offering_id`,`from_at`);--> statement-breakpoint
CREATE INDEX `offering_terms_by_model` ON `offering_terms` (`model`,`from_at`);--> statement-breakpoint
CREATE INDEX `offering_terms_by_orchestrator` ON `offering_terms` (`orchestrator`,`from_at`);--> statement-breakpoint
CREATE INDEX `offering_terms_by_gpu` ON `offering_terms` (`gpu`,`from_at`);--> statement-breakpoint
CREATE INDEX `offering_terms_by_end` ON `offering_terms` (`to_at`);--> statement-breakpoint
CREATE TABLE `offerings` (
	`id` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`node_id` integer NOT NULL,
	`kind` text NOT NULL,
	`pipeline` text NOT NULL,
	FOREIGN KEY (`node_id`) REFERENCES `nodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `offerings_key_unique` ON `offerings` (`key`);--> statement-breakpoint
CREATE INDEX `offerings_by_node` ON `offerings` (`node_id`);--> statement-breakpoint
CREATE INDEX `offerings_by_pipeline` ON `offerings` (`pipeline`);--> statement-breakpoint
-- What older versions kept was a day at most, in another shape: it is collected anew with the next sweep.
DROP TABLE `outcomes`;--> statement-breakpoint
DELETE FROM `snapshots`;--> statement-breakpoint
DROP TABLE `answers`;--> statement-breakpoint
DROP TABLE `runner_lists`;--> statement-breakpoint
CREATE TABLE `answers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`node_id` integer NOT NULL,
	`digest` blob NOT NULL,
	`size` integer NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `answers_by_digest` ON `answers` (`node_id`,`digest`);--> statement-breakpoint
CREATE INDEX `answers_by_size` ON `answers` (`node_id`,`size`);--> statement-breakpoint
CREATE TABLE `runner_lists` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`node_id` integer NOT NULL,
	`digest` blob NOT NULL,
	`size` integer NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runner_lists_by_digest` ON `runner_lists` (`node_id`,`digest`);--> statement-breakpoint
CREATE INDEX `runner_lists_by_size` ON `runner_lists` (`node_id`,`size`);--> statement-breakpoint
ALTER TABLE `snapshots` ADD `eth_usd` text;--> statement-breakpoint
ALTER TABLE `snapshots` ADD `probes` blob DEFAULT x'' NOT NULL;--> statement-breakpoint
CREATE INDEX `snapshots_by_end` ON `snapshots` (`ended_at`);
