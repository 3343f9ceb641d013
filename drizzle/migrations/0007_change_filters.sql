ALTER TABLE `changes` ADD `orchestrator` text;--> statement-breakpoint
ALTER TABLE `changes` ADD `pipeline` text;--> statement-breakpoint
ALTER TABLE `changes` ADD `model` text;--> statement-breakpoint
ALTER TABLE `changes` ADD `gpu` text;--> statement-breakpoint
-- What older rows say of themselves. That a model was loaded, or no more, has kinds of its own now.
UPDATE `changes` SET
	`orchestrator` = json_extract(`body`, '$.orchestrator'),
	`pipeline` = json_extract(`body`, '$.offering.pipeline'),
	`model` = json_extract(`body`, '$.offering.model'),
	`kind` = CASE
		WHEN `kind` <> 'state-changed' THEN `kind`
		WHEN json_extract(`body`, '$.after') = 'warm' THEN 'warmed'
		WHEN json_extract(`body`, '$.before') = 'warm' THEN 'cooled'
		ELSE `kind`
	END
WHERE `node_id` IS NOT NULL;--> statement-breakpoint
CREATE INDEX `changes_by_kind` ON `changes` (`kind`);--> statement-breakpoint
CREATE INDEX `changes_by_node` ON `changes` (`node_id`);--> statement-breakpoint
CREATE INDEX `changes_by_orchestrator` ON `changes` (`orchestrator`);--> statement-breakpoint
CREATE INDEX `changes_by_pipeline` ON `changes` (`pipeline`);--> statement-breakpoint
CREATE INDEX `changes_by_model` ON `changes` (`model`);--> statement-breakpoint
CREATE INDEX `changes_by_gpu` ON `changes` (`gpu`);