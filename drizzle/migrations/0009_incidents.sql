CREATE TABLE `incidents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`node_id` integer NOT NULL,
	`opened_at` integer NOT NULL,
	`detected_at` integer,
	`closed_at` integer,
	`closed_by` text,
	`orchestrator` text,
	`outcomes` text NOT NULL,
	`detail` text,
	`failed_probes` integer NOT NULL,
	`probed_at` integer NOT NULL,
	FOREIGN KEY (`node_id`) REFERENCES `nodes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incidents_open` ON `incidents` (`node_id`) WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX `incidents_by_node` ON `incidents` (`node_id`);--> statement-breakpoint
CREATE INDEX `incidents_by_orchestrator` ON `incidents` (`orchestrator`);--> statement-breakpoint
CREATE INDEX `incidents_by_end` ON `incidents` (`closed_at`);