-- 0090 lives again: what a till keeps of a life it has left, and brings again because this server lacks it, as it said
-- itself: from here to there by number. Null: nobody said anything. What lies before is forgotten on both sides.
alter table journal_head add column again_from bigint;
alter table journal_head add column again_to bigint;
