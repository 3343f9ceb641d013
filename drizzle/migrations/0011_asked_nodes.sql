ALTER TABLE `snapshots` ADD `asked` integer;--> statement-breakpoint
CREATE INDEX `snapshots_asked` ON `snapshots` (`ended_at`,`asked`);