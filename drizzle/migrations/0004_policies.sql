CREATE TABLE `policies` (
	`name` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	`revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `policy_edits` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL
);
