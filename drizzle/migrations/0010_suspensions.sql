CREATE TABLE `breaker_edits` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `breakers` (
	`scope` text NOT NULL,
	`id` text NOT NULL,
	`body` text NOT NULL,
	`revision` integer NOT NULL,
	PRIMARY KEY(`scope`, `id`)
);
--> statement-breakpoint
CREATE TABLE `told_suspensions` (
	`scope` text NOT NULL,
	`id` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`scope`, `id`)
);
