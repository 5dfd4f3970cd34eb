BEGIN TRANSACTION;
CREATE TABLE action (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	changes TEXT NOT NULL, 
	created_at VARCHAR NOT NULL, 
	undone_at VARCHAR
);
INSERT INTO "action" VALUES(1,'name','Named group 1 Anna','[{"table":"person","key":1,"before":{"id":1,"name":null,"name_key":null,"sort_name":null,"birthday":null,"cover_face_id":null,"ignored_at":null,"notes":null,"created_at":"2026-01-02T03:04:05.000000+00:00"},"after":{"id":1,"name":"Anna","name_key":"anna","sort_name":null,"birthday":null,"cover_face_id":null,"ignored_at":null,"notes":null,"created_at":"2026-01-02T03:04:05.000000+00:00"}},{"table":"face","key":1,"before":{"person_id":1,"confirmed_at":null,"ignored_at":null},"after":{"person_id":1,"confirmed_at":"2026-01-03T03:04:05.000000+00:00","ignored_at":null}}]','2026-01-02T03:04:05.000000+00:00',NULL);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE backup (
	id INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	made_at VARCHAR NOT NULL, 
	CONSTRAINT pk_backup PRIMARY KEY (id), 
	CONSTRAINT uq_backup_path UNIQUE (path)
);
INSERT INTO "backup" VALUES(1,'/backups/library.db','2026-01-02T03:04:05.000000+00:00');
CREATE TABLE embedding (
	face_id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	vector BLOB NOT NULL, 
	CONSTRAINT pk_embedding PRIMARY KEY (face_id, model_id), 
	CONSTRAINT ck_embedding_vector CHECK (length(vector) BETWEEN 64 AND 512), 
	CONSTRAINT fk_embedding_face_id FOREIGN KEY(face_id) REFERENCES face (id) ON DELETE CASCADE, 
	CONSTRAINT fk_embedding_model_id FOREIGN KEY(model_id) REFERENCES model (id)
);
INSERT INTO "embedding" VALUES(1,1,X'0101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101');
INSERT INTO "embedding" VALUES(2,1,X'0202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202');
INSERT INTO "embedding" VALUES(3,1,X'0303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303');
CREATE TABLE erasure (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	photo_id INTEGER NOT NULL, 
	x FLOAT NOT NULL, 
	y FLOAT NOT NULL, 
	width FLOAT NOT NULL, 
	height FLOAT NOT NULL, 
	created_at VARCHAR NOT NULL, at_ms INTEGER CONSTRAINT ck_erasure_at_ms CHECK (at_ms >= 0), 
	CONSTRAINT ck_erasure_box CHECK (width > 0 AND height > 0), 
	CONSTRAINT fk_erasure_photo_id FOREIGN KEY(photo_id) REFERENCES photo (id) ON DELETE CASCADE
);
INSERT INTO "erasure" VALUES(1,1,5.0,6.0,30.0,40.0,'2026-01-02T03:04:05.000000+00:00',NULL);
INSERT INTO "erasure" VALUES(2,41,50.0,6.0,30.0,40.0,'2026-01-02T03:04:05.000000+00:00',5000);
CREATE TABLE exemplar (
	person_id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	faces INTEGER NOT NULL, 
	total BLOB NOT NULL, 
	CONSTRAINT pk_exemplar PRIMARY KEY (person_id, model_id, number), 
	CONSTRAINT ck_exemplar_faces CHECK (faces > 0), 
	CONSTRAINT ck_exemplar_total CHECK (length(total) BETWEEN 256 AND 2048), 
	CONSTRAINT fk_exemplar_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE, 
	CONSTRAINT fk_exemplar_model_id FOREIGN KEY(model_id) REFERENCES model (id)
);
INSERT INTO "exemplar" VALUES(1,1,0,1,X'0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
CREATE TABLE face (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	photo_id INTEGER NOT NULL, 
	x FLOAT NOT NULL, 
	y FLOAT NOT NULL, 
	width FLOAT NOT NULL, 
	height FLOAT NOT NULL, 
	landmarks BLOB, 
	detector_score FLOAT, 
	quality FLOAT, 
	source TEXT NOT NULL, 
	person_id INTEGER, 
	confirmed_at VARCHAR, 
	ignored_at VARCHAR, at_ms INTEGER CONSTRAINT ck_face_at_ms CHECK (at_ms >= 0), 
	CONSTRAINT ck_face_source CHECK (source IN ('detected', 'drawn', 'metadata')), 
	CONSTRAINT ck_face_confirmed CHECK (confirmed_at IS NULL OR person_id IS NOT NULL), 
	CONSTRAINT ck_face_landmarks CHECK (length(landmarks) = 40), 
	CONSTRAINT ck_face_quality CHECK (quality BETWEEN 0 AND 1), 
	CONSTRAINT ck_face_box CHECK (width > 0 AND height > 0), 
	CONSTRAINT fk_face_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE SET NULL, 
	CONSTRAINT fk_face_photo_id FOREIGN KEY(photo_id) REFERENCES photo (id) ON DELETE CASCADE
);
INSERT INTO "face" VALUES(1,1,10.0,1.0,5.0,5.0,X'00000000000000000000000000000000000000000000000000000000000000000000000000000000',NULL,0.5,'detected',1,'2026-01-03T03:04:05.000000+00:00',NULL,NULL);
INSERT INTO "face" VALUES(2,1,20.0,1.0,5.0,5.0,X'00000000000000000000000000000000000000000000000000000000000000000000000000000000',NULL,0.5,'detected',2,NULL,NULL,NULL);
INSERT INTO "face" VALUES(3,1,30.0,1.0,5.0,5.0,X'00000000000000000000000000000000000000000000000000000000000000000000000000000000',NULL,0.5,'detected',NULL,NULL,NULL,NULL);
INSERT INTO "face" VALUES(4,41,10.0,1.0,5.0,5.0,X'00000000000000000000000000000000000000000000000000000000000000000000000000000000',NULL,0.5,'detected',2,NULL,NULL,4000);
INSERT INTO "face" VALUES(5,1,40.0,1.0,5.0,5.0,NULL,NULL,0.25,'drawn',2,NULL,'2026-01-02T03:04:05.000000+00:00',NULL);
CREATE TABLE job (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	started_at VARCHAR NOT NULL, 
	finished_at VARCHAR, 
	done INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	summary TEXT, 
	CONSTRAINT pk_job PRIMARY KEY (id), 
	CONSTRAINT ck_job_state CHECK (state IN ('running', 'finished', 'cancelled', 'failed', 'interrupted')), 
	CONSTRAINT ck_job_progress CHECK (done >= 0 AND total >= 0)
);
CREATE TABLE mention (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	photo_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	created_at VARCHAR NOT NULL, 
	CONSTRAINT uq_mention_photo_id_person_id UNIQUE (photo_id, person_id), 
	CONSTRAINT fk_mention_photo_id FOREIGN KEY(photo_id) REFERENCES photo (id) ON DELETE CASCADE, 
	CONSTRAINT fk_mention_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);
INSERT INTO "mention" VALUES(1,1,1,'2026-01-02T03:04:05.000000+00:00');
CREATE TABLE model (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	task TEXT NOT NULL, 
	sha256 BLOB NOT NULL, 
	card TEXT NOT NULL, 
	added_at VARCHAR NOT NULL, 
	CONSTRAINT pk_model PRIMARY KEY (id), 
	CONSTRAINT ck_model_task CHECK (task IN ('detection', 'recognition')), 
	CONSTRAINT ck_model_sha256 CHECK (length(sha256) = 32), 
	CONSTRAINT uq_model_sha256 UNIQUE (sha256)
);
INSERT INTO "model" VALUES(1,'r','recognition',X'0000000000000000000000000000000000000000000000000000000000000000','card','2026-01-02T03:04:05.000000+00:00');
CREATE TABLE newcomer (
	model_id INTEGER NOT NULL, 
	face_id INTEGER NOT NULL, 
	CONSTRAINT pk_newcomer PRIMARY KEY (model_id, face_id), 
	CONSTRAINT fk_newcomer_model_id FOREIGN KEY(model_id) REFERENCES model (id), 
	CONSTRAINT fk_newcomer_face_id FOREIGN KEY(face_id) REFERENCES face (id) ON DELETE CASCADE
);
INSERT INTO "newcomer" VALUES(1,3);
CREATE TABLE person (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT, 
	name_key TEXT, 
	sort_name TEXT, 
	birthday TEXT, 
	cover_face_id INTEGER, 
	ignored_at VARCHAR, 
	notes TEXT, 
	created_at VARCHAR NOT NULL, 
	CONSTRAINT ck_person_name_key CHECK ((name IS NULL) = (name_key IS NULL)), 
	CONSTRAINT ck_person_name CHECK (name IS NULL OR length(name) > 0), 
	CONSTRAINT fk_person_cover_face_id FOREIGN KEY(cover_face_id) REFERENCES face (id) ON DELETE SET NULL, 
	CONSTRAINT uq_person_name_key UNIQUE (name_key)
);
INSERT INTO "person" VALUES(1,'Anna','anna',NULL,NULL,NULL,NULL,NULL,'2026-01-02T03:04:05.000000+00:00');
INSERT INTO "person" VALUES(2,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-01-02T03:04:05.000000+00:00');
CREATE TABLE photo (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	root_id INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	mtime_ns INTEGER NOT NULL, 
	inode INTEGER NOT NULL, 
	sha256 BLOB, 
	state TEXT NOT NULL, 
	problem TEXT, 
	problem_text TEXT, 
	damaged BOOLEAN NOT NULL, 
	format TEXT, 
	width INTEGER, 
	height INTEGER, 
	orientation INTEGER NOT NULL, 
	taken_at TEXT, 
	taken_offset INTEGER, 
	camera TEXT, 
	latitude FLOAT, 
	longitude FLOAT, 
	detector_id INTEGER, 
	indexed_at VARCHAR NOT NULL, 
	missing_since VARCHAR, sidecar_ns INTEGER, duration_ms INTEGER CONSTRAINT ck_photo_duration_ms CHECK (duration_ms >= 0), shown_ms INTEGER CONSTRAINT ck_photo_shown_ms CHECK ((shown_ms IS NULL) = (duration_ms IS NULL) AND coalesce(shown_ms, 0) >= 0), 
	CONSTRAINT ck_photo_problem CHECK ((state = 'failed') = (problem IS NOT NULL)), 
	CONSTRAINT ck_photo_state CHECK (state IN ('analysed', 'failed')), 
	CONSTRAINT ck_photo_damaged CHECK (damaged IN (0, 1)), 
	CONSTRAINT ck_photo_latitude CHECK (latitude BETWEEN -90 AND 90), 
	CONSTRAINT ck_photo_sha256 CHECK (length(sha256) = 32), 
	CONSTRAINT ck_photo_longitude CHECK (longitude BETWEEN -180 AND 180), 
	CONSTRAINT ck_photo_orientation CHECK (orientation BETWEEN 1 AND 8), 
	CONSTRAINT ck_photo_size CHECK (size >= 0), 
	CONSTRAINT ck_photo_pixels CHECK (width > 0 AND height > 0), 
	CONSTRAINT fk_photo_detector_id FOREIGN KEY(detector_id) REFERENCES model (id), 
	CONSTRAINT fk_photo_root_id FOREIGN KEY(root_id) REFERENCES root (id) ON DELETE CASCADE, 
	CONSTRAINT uq_photo_root_id_path UNIQUE (root_id, path)
);
INSERT INTO "photo" VALUES(1,1,'a.jpg',9,9,1,NULL,'analysed',NULL,NULL,0,NULL,NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,'2026-01-02T03:04:05.000000+00:00',NULL,0,NULL,NULL);
INSERT INTO "photo" VALUES(41,1,'b.mp4',9,9,2,NULL,'analysed',NULL,NULL,0,NULL,NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,'2026-01-02T03:04:05.000000+00:00',NULL,0,9000,3000);
CREATE TABLE region (
	id INTEGER NOT NULL, 
	photo_id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	name TEXT NOT NULL, 
	x FLOAT, 
	y FLOAT, 
	width FLOAT, 
	height FLOAT, 
	adopted_at VARCHAR, 
	CONSTRAINT pk_region PRIMARY KEY (id), 
	CONSTRAINT ck_region_source CHECK (source IN ('file', 'sidecar')), 
	CONSTRAINT ck_region_name CHECK (length(name) > 0), 
	CONSTRAINT ck_region_box CHECK (width > 0 AND height > 0), 
	CONSTRAINT ck_region_whole CHECK ((x IS NULL) = (width IS NULL) AND (y IS NULL) = (width IS NULL) AND (height IS NULL) = (width IS NULL)), 
	CONSTRAINT fk_region_photo_id FOREIGN KEY(photo_id) REFERENCES photo (id) ON DELETE CASCADE
);
INSERT INTO "region" VALUES(1,1,'file','Anna',0.1,0.2,0.3,0.4,'2026-01-02T03:04:05.000000+00:00');
INSERT INTO "region" VALUES(2,1,'sidecar','Ben',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE rejection (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	face_id INTEGER, 
	person_id INTEGER NOT NULL, 
	other_person_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	CONSTRAINT ck_rejection_kind CHECK ((face_id IS NULL) <> (other_person_id IS NULL)), 
	CONSTRAINT ck_rejection_order CHECK (other_person_id IS NULL OR person_id < other_person_id), 
	CONSTRAINT fk_rejection_face_id FOREIGN KEY(face_id) REFERENCES face (id) ON DELETE CASCADE, 
	CONSTRAINT fk_rejection_other_person_id FOREIGN KEY(other_person_id) REFERENCES person (id) ON DELETE CASCADE, 
	CONSTRAINT fk_rejection_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE, 
	CONSTRAINT uq_rejection_face_id_person_id UNIQUE (face_id, person_id), 
	CONSTRAINT uq_rejection_person_id_other UNIQUE (person_id, other_person_id)
);
INSERT INTO "rejection" VALUES(1,3,1,NULL,'2026-01-02T03:04:05.000000+00:00');
CREATE TABLE root (
	id INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	added_at VARCHAR NOT NULL, 
	offline_since VARCHAR, 
	CONSTRAINT pk_root PRIMARY KEY (id), 
	CONSTRAINT uq_root_path UNIQUE (path)
);
INSERT INTO "root" VALUES(1,'/photos','2026-01-02T03:04:05.000000+00:00',NULL);
CREATE TABLE setting (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY ("key")
);
INSERT INTO "setting" VALUES('strictness','0.5');
CREATE TABLE sighting (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	face_id INTEGER NOT NULL, 
	at_ms INTEGER NOT NULL, 
	x FLOAT NOT NULL, 
	y FLOAT NOT NULL, 
	width FLOAT NOT NULL, 
	height FLOAT NOT NULL, 
	CONSTRAINT uq_sighting_face_id_at_ms UNIQUE (face_id, at_ms), 
	CONSTRAINT ck_sighting_at_ms CHECK (at_ms >= 0), 
	CONSTRAINT ck_sighting_box CHECK (width > 0 AND height > 0), 
	CONSTRAINT fk_sighting_face_id FOREIGN KEY(face_id) REFERENCES face (id) ON DELETE CASCADE
);
INSERT INTO "sighting" VALUES(1,4,4000,10.0,1.0,5.0,5.0);
INSERT INTO "sighting" VALUES(2,4,4500,11.0,1.0,5.0,5.0);
CREATE TABLE suggestion (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	other_person_id INTEGER, 
	face_id INTEGER, 
	similarity FLOAT NOT NULL, 
	probability FLOAT NOT NULL, 
	settles INTEGER NOT NULL, 
	nearest_face_id INTEGER NOT NULL, 
	other_nearest_face_id INTEGER NOT NULL, 
	CONSTRAINT pk_suggestion PRIMARY KEY (id), 
	CONSTRAINT ck_suggestion_kind CHECK ((face_id IS NULL) <> (other_person_id IS NULL)), 
	CONSTRAINT ck_suggestion_order CHECK (other_person_id IS NULL OR person_id < other_person_id), 
	CONSTRAINT ck_suggestion_probability CHECK (probability BETWEEN 0 AND 1), 
	CONSTRAINT ck_suggestion_settles CHECK (settles > 0), 
	CONSTRAINT uq_suggestion_person_id_other UNIQUE (person_id, other_person_id), 
	CONSTRAINT uq_suggestion_face_id_person_id UNIQUE (face_id, person_id), 
	CONSTRAINT fk_suggestion_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE, 
	CONSTRAINT fk_suggestion_other_person_id FOREIGN KEY(other_person_id) REFERENCES person (id) ON DELETE CASCADE, 
	CONSTRAINT fk_suggestion_face_id FOREIGN KEY(face_id) REFERENCES face (id) ON DELETE CASCADE, 
	CONSTRAINT fk_suggestion_nearest_face_id FOREIGN KEY(nearest_face_id) REFERENCES face (id) ON DELETE CASCADE, 
	CONSTRAINT fk_suggestion_other_nearest_face_id FOREIGN KEY(other_nearest_face_id) REFERENCES face (id) ON DELETE CASCADE
);
INSERT INTO "suggestion" VALUES(1,1,2,NULL,0.4,0.6,1,1,2);
CREATE TABLE written (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	photo_id INTEGER NOT NULL, 
	action_id INTEGER, 
	place TEXT NOT NULL, 
	path TEXT NOT NULL, 
	"before" BLOB, 
	"after" BLOB, 
	sha256_before BLOB, 
	sha256_after BLOB, 
	written_at VARCHAR NOT NULL, 
	undone_at VARCHAR, 
	pending BOOLEAN NOT NULL, 
	CONSTRAINT ck_written_place CHECK (place IN ('file', 'sidecar')), 
	CONSTRAINT ck_written_sha256_before CHECK (length(sha256_before) = 32), 
	CONSTRAINT ck_written_sha256_after CHECK (length(sha256_after) = 32), 
	CONSTRAINT ck_written_pending CHECK (pending IN (0, 1)), 
	CONSTRAINT fk_written_photo_id FOREIGN KEY(photo_id) REFERENCES photo (id) ON DELETE CASCADE, 
	CONSTRAINT fk_written_action_id FOREIGN KEY(action_id) REFERENCES action (id) ON DELETE SET NULL
);
INSERT INTO "written" VALUES(1,1,NULL,'sidecar','/photos/1.jpg.xmp',NULL,X'3C782F3E',NULL,X'0707070707070707070707070707070707070707070707070707070707070707','2026-01-02T03:04:05.000000+00:00',NULL,0);
CREATE INDEX ix_person_cover_face_id ON person (cover_face_id);
CREATE INDEX ix_photo_missing_since ON photo (missing_since);
CREATE INDEX ix_photo_sha256 ON photo (sha256);
CREATE INDEX ix_photo_taken_at ON photo (taken_at);
CREATE INDEX ix_face_person_id ON face (person_id);
CREATE INDEX ix_face_photo_id ON face (photo_id);
CREATE INDEX ix_rejection_other_person_id ON rejection (other_person_id);
CREATE INDEX ix_suggestion_other_person_id ON suggestion (other_person_id);
CREATE INDEX ix_suggestion_nearest_face_id ON suggestion (nearest_face_id);
CREATE INDEX ix_suggestion_other_nearest_face_id ON suggestion (other_nearest_face_id);
CREATE INDEX ix_newcomer_face_id ON newcomer (face_id);
CREATE INDEX ix_erasure_photo_id ON erasure (photo_id);
CREATE TRIGGER face_exemplar_insert AFTER INSERT ON face WHEN NEW.person_id IS NOT NULL
    BEGIN
        DELETE FROM exemplar WHERE person_id = NEW.person_id;
    END;
CREATE TRIGGER face_exemplar_update AFTER UPDATE OF person_id, confirmed_at, ignored_at, quality ON face
    WHEN OLD.person_id IS NOT NEW.person_id
        OR OLD.quality IS NOT NEW.quality
        OR (OLD.confirmed_at IS NULL) <> (NEW.confirmed_at IS NULL)
        OR (OLD.ignored_at IS NULL) <> (NEW.ignored_at IS NULL)
    BEGIN
        DELETE FROM exemplar WHERE person_id IN (OLD.person_id, NEW.person_id);
    END;
CREATE TRIGGER face_exemplar_delete AFTER DELETE ON face WHEN OLD.person_id IS NOT NULL
    BEGIN
        DELETE FROM exemplar WHERE person_id = OLD.person_id;
    END;
CREATE TRIGGER person_exemplar_update AFTER UPDATE OF birthday ON person
    WHEN OLD.birthday IS NOT NEW.birthday
    BEGIN
        DELETE FROM exemplar WHERE person_id = NEW.id;
    END;
CREATE TRIGGER face_newcomer_update AFTER UPDATE OF person_id, ignored_at ON face
    WHEN NEW.person_id IS NULL AND NEW.ignored_at IS NULL
        AND (OLD.person_id IS NOT NULL OR OLD.ignored_at IS NOT NULL)
    BEGIN
        INSERT INTO newcomer (model_id, face_id)
        SELECT model_id, face_id FROM embedding WHERE face_id = NEW.id
        ON CONFLICT DO NOTHING;
    END;
CREATE TRIGGER embedding_insert AFTER INSERT ON embedding
    BEGIN
        INSERT INTO newcomer (model_id, face_id) VALUES (NEW.model_id, NEW.face_id)
        ON CONFLICT DO NOTHING;
        DELETE FROM exemplar WHERE model_id = NEW.model_id
        AND person_id = (SELECT person_id FROM face WHERE id = NEW.face_id);
    END;
CREATE TRIGGER embedding_update AFTER UPDATE OF vector ON embedding
    BEGIN
        INSERT INTO newcomer (model_id, face_id) VALUES (NEW.model_id, NEW.face_id)
        ON CONFLICT DO NOTHING;
        DELETE FROM exemplar WHERE model_id = NEW.model_id
        AND person_id = (SELECT person_id FROM face WHERE id = NEW.face_id);
    END;
CREATE TRIGGER embedding_delete AFTER DELETE ON embedding
    BEGIN
        DELETE FROM newcomer WHERE model_id = OLD.model_id AND face_id = OLD.face_id;
        DELETE FROM exemplar WHERE model_id = OLD.model_id
        AND person_id = (SELECT person_id FROM face WHERE id = OLD.face_id);
    END;
CREATE INDEX ix_mention_person_id ON mention (person_id);
CREATE INDEX ix_region_photo_id ON region (photo_id);
CREATE INDEX ix_region_adopted_at ON region (adopted_at);
CREATE INDEX ix_written_photo_id ON written (photo_id);
CREATE INDEX ix_written_action_id ON written (action_id);
CREATE INDEX ix_photo_duration_ms ON photo (duration_ms) WHERE duration_ms IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('action',1);
INSERT INTO "sqlite_sequence" VALUES('face',5);
INSERT INTO "sqlite_sequence" VALUES('person',2);
INSERT INTO "sqlite_sequence" VALUES('photo',41);
INSERT INTO "sqlite_sequence" VALUES('rejection',1);
INSERT INTO "sqlite_sequence" VALUES('erasure',2);
INSERT INTO "sqlite_sequence" VALUES('mention',1);
INSERT INTO "sqlite_sequence" VALUES('written',1);
INSERT INTO "sqlite_sequence" VALUES('sighting',2);
COMMIT;
PRAGMA application_id = 1180790124;
PRAGMA user_version = 4;
