<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AlikeStrip</name>
    <message numerus="yes">
        <source>%n look-alike(s) to review</source>
        <translation>
            <numerusform>%n look-alike to review</numerusform><numerusform>%n look-alikes to review</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Yes to the %n probable one(s)</source>
        <translation>
            <numerusform>Yes to the %n probable one</numerusform><numerusform>Yes to the %n probable ones</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Probably %n more face(s) elsewhere ›</source>
        <translation>
            <numerusform>Probably %n more face elsewhere ›</numerusform><numerusform>Probably %n more faces elsewhere ›</numerusform></translation>
    </message>
</context>
<context>
    <name>CoverDelegate</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <extracomment>Pictures are asked for in steps of so many pixels, so that changing their size finds most of them there. A small picture may be drawn so much larger before it looks blurred. Beside and above a cover. Pictures cut into shape that are kept, and words under covers. The diameter of a cover, in logical pixels. Whom something is being dragged over.</extracomment>
        <translation>
            <numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
</context>
<context>
    <name>CoversPage</name>
    <message numerus="yes">
        <source>Merge %n people</source>
        <translation>
            <numerusform>Merge %n person</numerusform><numerusform>Merge %n people</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform><numerusform>%n selected</numerusform></translation>
    </message>
</context>
<context>
    <name>DifferenceModel</name>
    <message numerus="yes">
        <source>A new group of %n face(s)</source>
        <translation>
            <numerusform>A new group of %n face</numerusform><numerusform>A new group of %n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>A group of %n face(s)</source>
        <translation>
            <numerusform>A group of %n face</numerusform><numerusform>A group of %n faces</numerusform></translation>
    </message>
</context>
<context>
    <name>Exports</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
</context>
<context>
    <name>FacesBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform><numerusform>%n selected</numerusform></translation>
    </message>
</context>
<context>
    <name>FacesModel</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message numerus="yes">
        <source>{folder} is not watched any more; %n photo(s) left the library.</source>
        <translation>
            <numerusform>{folder} is not watched any more; %n photo left the library.</numerusform><numerusform>{folder} is not watched any more; %n photos left the library.</numerusform></translation>
    </message>
</context>
<context>
    <name>ForgetDialog</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Also delete %n backup(s) that hold them:</source>
        <translation>
            <numerusform>Also delete %n backup that holds them:</numerusform><numerusform>Also delete %n backups that hold them:</numerusform></translation>
    </message>
</context>
<context>
    <name>FoundView</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) chosen, and the one looked for</source>
        <translation>
            <numerusform>%n face chosen, and the one looked for</numerusform><numerusform>%n faces chosen, and the one looked for</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) chosen</source>
        <translation>
            <numerusform>%n face chosen</numerusform><numerusform>%n faces chosen</numerusform></translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message numerus="yes">
        <source>Redo %n action(s), up to this one</source>
        <translation>
            <numerusform>Redo %n action, up to this one</numerusform><numerusform>Redo %n actions, up to this one</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Undo %n action(s), back to before this one</source>
        <translation>
            <numerusform>Undo %n action, back to before this one</numerusform><numerusform>Undo %n actions, back to before this one</numerusform></translation>
    </message>
</context>
<context>
    <name>IgnoredPage</name>
    <message numerus="yes">
        <source>Restore %n face(s) ignored one by one</source>
        <translation>
            <numerusform>Restore %n face ignored one by one</numerusform><numerusform>Restore %n faces ignored one by one</numerusform></translation>
    </message>
</context>
<context>
    <name>ImportPreview</name>
    <message numerus="yes">
        <source>{program} knows people in %n photo(s), of which {number} in your library.</source>
        <extracomment>Keeps what is said together, at the top, where there is no table.</extracomment>
        <translation>
            <numerusform>{program} knows people in %n photo, of which {number} in your library.</numerusform><numerusform>{program} knows people in %n photos, of which {number} in your library.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Left out, since you said otherwise here: %n name(s)</source>
        <translation>
            <numerusform>Left out, since you said otherwise here: %n name</numerusform><numerusform>Left out, since you said otherwise here: %n names</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>{theirs} may be {ours} now, though no file there has the size that {program} remembers. That would give %n more photo(s).</source>
        <translation>
            <numerusform>{theirs} may be {ours} now, though no file there has the size that {program} remembers. That would give %n more photo.</numerusform><numerusform>{theirs} may be {ours} now, though no file there has the size that {program} remembers. That would give %n more photos.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Add %n folder(s)</source>
        <translation>
            <numerusform>Add %n folder</numerusform><numerusform>Add %n folders</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are not in your library</source>
        <translation>
            <numerusform>%n photo is not in your library</numerusform><numerusform>%n photos are not in your library</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleted here, and not coming back: %n face(s)</source>
        <translation>
            <numerusform>Deleted here, and not coming back: %n face</numerusform><numerusform>Deleted here, and not coming back: %n faces</numerusform></translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message numerus="yes">
        <source>%n photo(s) chosen</source>
        <translation>
            <numerusform>%n photo chosen</numerusform><numerusform>%n photos chosen</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>{name}, in %n photo(s)</source>
        <translation>
            <numerusform>{name}, in %n photo</numerusform><numerusform>{name}, in %n photos</numerusform></translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n could not be used</source>
        <translation>
            <numerusform>%n could not be used</numerusform><numerusform>%n could not be used</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform><numerusform>%n seconds</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform><numerusform>%n minutes</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform><numerusform>%n hours</numerusform></translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message numerus="yes">
        <source>%n face(s) moved. This is not in the history; to group as before, go to Preview and choose {former}.</source>
        <translation>
            <numerusform>%n face moved. This is not in the history; to group as before, go to Preview and choose {former}.</numerusform><numerusform>%n faces moved. This is not in the history; to group as before, go to Preview and choose {former}.</numerusform></translation>
    </message>
</context>
<context>
    <name>NoPhotos</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
</context>
<context>
    <name>PeopleModel</name>
    <message numerus="yes">
        <source>%n face(s) seen once</source>
        <translation>
            <numerusform>%n face seen once</numerusform><numerusform>%n faces seen once</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>named in %n photo(s), nobody knows where</source>
        <translation>
            <numerusform>named in %n photo, nobody knows where</numerusform><numerusform>named in %n photos, nobody knows where</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
</context>
<context>
    <name>PersonActions</name>
    <message numerus="yes">
        <source>Whose %n face(s) are these? A name nobody has yet makes somebody new.</source>
        <translation>
            <numerusform>Whose face is this? A name nobody has yet makes somebody new.</numerusform><numerusform>Whose %n faces are these? A name nobody has yet makes somebody new.</numerusform></translation>
    </message>
</context>
<context>
    <name>PersonHeader</name>
    <message numerus="yes">
        <source>Named in %n photo(s), nobody knows where</source>
        <translation>
            <numerusform>Named in %n photo, nobody knows where</numerusform><numerusform>Named in %n photos, nobody knows where</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>named in %n more photo(s), nobody knows where</source>
        <translation>
            <numerusform>named in %n more photo, nobody knows where</numerusform><numerusform>named in %n more photos, nobody knows where</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed</source>
        <translation>
            <numerusform>%n confirmed</numerusform><numerusform>%n confirmed</numerusform></translation>
    </message>
</context>
<context>
    <name>PhotoFaces</name>
    <message numerus="yes">
        <source>All %n face(s) of the group are {name}</source>
        <translation>
            <numerusform>All %n face of the group are {name}</numerusform><numerusform>All %n faces of the group are {name}</numerusform></translation>
    </message>
</context>
<context>
    <name>PhotoFiles</name>
    <message numerus="yes">
        <source>%n chosen photo(s)</source>
        <translation>
            <numerusform>%n chosen photo</numerusform><numerusform>%n chosen photos</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Move %n photo(s) to the trash?</source>
        <translation>
            <numerusform>Move %n photo to the trash?</numerusform><numerusform>Move %n photos to the trash?</numerusform></translation>
    </message>
</context>
<context>
    <name>PhotoPage</name>
    <message numerus="yes">
        <source>%n photo(s) to go through here</source>
        <translation>
            <numerusform>%n photo to go through here</numerusform><numerusform>%n photos to go through here</numerusform></translation>
    </message>
</context>
<context>
    <name>PhotosPage</name>
    <message numerus="yes">
        <source>%n chosen photo(s)</source>
        <translation>
            <numerusform>%n chosen photo</numerusform><numerusform>%n chosen photos</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) of this search</source>
        <translation>
            <numerusform>%n photo of this search</numerusform><numerusform>%n photos of this search</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Copies of a photo: %n photo(s)</source>
        <translation>
            <numerusform>Copies of a photo: %n photo</numerusform><numerusform>Copies of a photo: %n photos</numerusform></translation>
    </message>
</context>
<context>
    <name>PlacesPage</name>
    <message numerus="yes">
        <source>{place}, %n photo(s)</source>
        <translation>
            <numerusform>{place}, %n photo</numerusform><numerusform>{place}, %n photos</numerusform></translation>
    </message>
</context>
<context>
    <name>PreviewPage</name>
    <message numerus="yes">
        <source>%n face(s) would move</source>
        <translation>
            <numerusform>%n face would move</numerusform><numerusform>%n faces would move</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed face(s) stay</source>
        <translation>
            <numerusform>%n confirmed face stays</numerusform><numerusform>%n confirmed faces stay</numerusform></translation>
    </message>
</context>
<context>
    <name>QuestionModel</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>age %n</source>
        <translation>
            <numerusform>age %n</numerusform><numerusform>age %n</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Do these %n face(s) belong to {name}?</source>
        <translation>
            <numerusform>Does this face belong to {name}?</numerusform><numerusform>Do these %n faces belong to {name}?</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Do these %n face(s) belong to this group?</source>
        <translation>
            <numerusform>Does this face belong to this group?</numerusform><numerusform>Do these %n faces belong to this group?</numerusform></translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message numerus="yes">
        <source>%n yes</source>
        <translation>
            <numerusform>%n yes</numerusform><numerusform>%n yes</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n no</source>
        <translation>
            <numerusform>%n no</numerusform><numerusform>%n no</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation>
            <numerusform>%n later</numerusform><numerusform>%n later</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) answered</source>
        <translation>
            <numerusform>%n question answered</numerusform><numerusform>%n questions answered</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) settled</source>
        <translation>
            <numerusform>%n face settled</numerusform><numerusform>%n faces settled</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>the last answer settled %n face(s)</source>
        <translation>
            <numerusform>the last answer settled %n face</numerusform><numerusform>the last answer settled %n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>about %n suggestion(s) left</source>
        <translation>
            <numerusform>about %n suggestion left</numerusform><numerusform>about %n suggestions left</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>You put %n thing(s) off.</source>
        <translation>
            <numerusform>You put %n thing off.</numerusform><numerusform>You put %n things off.</numerusform></translation>
    </message>
</context>
<context>
    <name>SameQuestion</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
</context>
<context>
    <name>SeldomDialog</name>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n group</numerusform><numerusform>%n groups</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) seen once</source>
        <translation>
            <numerusform>%n face seen once</numerusform><numerusform>%n faces seen once</numerusform></translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message numerus="yes">
        <source>confirmed %n face(s)</source>
        <extracomment>After a semicolon: what came of naming.</extracomment>
        <translation>
            <numerusform>confirmed %n face</numerusform><numerusform>confirmed %n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Confirmed %n face(s) of {whom}</source>
        <translation>
            <numerusform>Confirmed %n face of {whom}</numerusform><numerusform>Confirmed %n faces of {whom}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n people and groups</source>
        <translation>
            <numerusform>Ignored %n people and groups</numerusform><numerusform>Ignored %n people and groups</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Restored %n people and groups</source>
        <translation>
            <numerusform>Restored %n people and groups</numerusform><numerusform>Restored %n people and groups</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>took %n face(s) in older photos away</source>
        <extracomment>After a semicolon.</extracomment>
        <translation>
            <numerusform>took %n face in older photos away</numerusform><numerusform>took %n faces in older photos away</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed photo(s) are older</source>
        <extracomment>After a semicolon: than a birthday.</extracomment>
        <translation>
            <numerusform>%n confirmed photo is older</numerusform><numerusform>%n confirmed photos are older</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Removed %n face(s) from their people</source>
        <translation>
            <numerusform>Removed %n face from their people</numerusform><numerusform>Removed %n faces from their people</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Moved %n face(s) to {whom}</source>
        <translation>
            <numerusform>Moved %n face to {whom}</numerusform><numerusform>Moved %n faces to {whom}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Confirmed %n face(s)</source>
        <translation>
            <numerusform>Confirmed %n face</numerusform><numerusform>Confirmed %n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Noted that %n face(s) are not {whom}</source>
        <translation>
            <numerusform>Noted that %n face is not {whom}</numerusform><numerusform>Noted that %n faces are not {whom}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Noted that %n face(s) do not belong to {whom}</source>
        <translation>
            <numerusform>Noted that %n face does not belong to {whom}</numerusform><numerusform>Noted that %n faces do not belong to {whom}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n face(s)</source>
        <translation>
            <numerusform>Ignored %n face</numerusform><numerusform>Ignored %n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Restored %n face(s)</source>
        <translation>
            <numerusform>Restored %n face</numerusform><numerusform>Restored %n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n face(s)</source>
        <translation>
            <numerusform>Deleted %n face</numerusform><numerusform>Deleted %n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Ignored %n face(s) in a photo</source>
        <translation>
            <numerusform>Ignored %n face in a photo</numerusform><numerusform>Ignored %n faces in a photo</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Ignored 1 group seen fewer than {times} times and %n face(s) of nobody</source>
        <translation>
            <numerusform>Ignored 1 group seen fewer than {times} times and %n face of nobody</numerusform><numerusform>Ignored 1 group seen fewer than {times} times and %n faces of nobody</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Ignored {number} groups seen fewer than {times} times and %n face(s) of nobody</source>
        <translation>
            <numerusform>Ignored {number} groups seen fewer than {times} times and %n face of nobody</numerusform><numerusform>Ignored {number} groups seen fewer than {times} times and %n faces of nobody</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom}</source>
        <translation>
            <numerusform>Said that %n face is {whom}</numerusform><numerusform>Said that %n faces are {whom}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are not {whom}</source>
        <translation>
            <numerusform>Said that %n face is not {whom}</numerusform><numerusform>Said that %n faces are not {whom}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom} and 1 is not</source>
        <translation>
            <numerusform>Said that %n face is {whom} and 1 is not</numerusform><numerusform>Said that %n faces are {whom} and 1 is not</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) are {whom} and {number} are not</source>
        <translation>
            <numerusform>Said that %n face is {whom} and {number} are not</numerusform><numerusform>Said that %n faces are {whom} and {number} are not</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom}</source>
        <translation>
            <numerusform>Said that %n face belongs to {whom}</numerusform><numerusform>Said that %n faces belong to {whom}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) do not belong to {whom}</source>
        <translation>
            <numerusform>Said that %n face does not belong to {whom}</numerusform><numerusform>Said that %n faces do not belong to {whom}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom} and 1 does not</source>
        <translation>
            <numerusform>Said that %n face belongs to {whom} and 1 does not</numerusform><numerusform>Said that %n faces belong to {whom} and 1 does not</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n face(s) belong to {whom} and {number} do not</source>
        <translation>
            <numerusform>Said that %n face belongs to {whom} and {number} do not</numerusform><numerusform>Said that %n faces belong to {whom} and {number} do not</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same</source>
        <translation>
            <numerusform>Said that %n pair is the same</numerusform><numerusform>Said that %n pairs are the same</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are not the same</source>
        <translation>
            <numerusform>Said that %n pair is not the same</numerusform><numerusform>Said that %n pairs are not the same</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same and 1 is not</source>
        <translation>
            <numerusform>Said that %n pair is the same and 1 is not</numerusform><numerusform>Said that %n pairs are the same and 1 is not</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Said that %n pair(s) are the same and {number} are not</source>
        <translation>
            <numerusform>Said that %n pair is the same and {number} are not</numerusform><numerusform>Said that %n pairs are the same and {number} are not</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Answered %n questions on who is the same person; yes to {number}</source>
        <extracomment>Groups, separated by commas.</extracomment>
        <translation>
            <numerusform>Answered %n questions on who is the same person; yes to {number}</numerusform><numerusform>Answered %n questions on who is the same person; yes to {number}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Answered %n questions on who belongs where; yes to {number}</source>
        <translation>
            <numerusform>Answered %n questions on who belongs where; yes to {number}</numerusform><numerusform>Answered %n questions on who belongs where; yes to {number}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Split %n face(s) off {whom} as {people}</source>
        <translation>
            <numerusform>Split %n face off {whom} as {people}</numerusform><numerusform>Split %n faces off {whom} as {people}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <extracomment>After a semicolon: more actions.</extracomment>
        <translation>
            <numerusform>and %n more</numerusform><numerusform>and %n more</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>a group of %n face(s)</source>
        <translation>
            <numerusform>a group of %n face</numerusform><numerusform>a group of %n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>A group of %n face(s)</source>
        <translation>
            <numerusform>A group of %n face</numerusform><numerusform>A group of %n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) are no longer in the library and could not be brought back.</source>
        <translation>
            <numerusform>%n face is no longer in the library and could not be brought back.</numerusform><numerusform>%n faces are no longer in the library and could not be brought back.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Read %n name(s) from photos</source>
        <translation>
            <numerusform>Read %n name from photos</numerusform><numerusform>Read %n names from photos</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Imported the names in %n photo(s) from {program}</source>
        <extracomment>The program is digiKam, Picasa and the like.</extracomment>
        <translation>
            <numerusform>Imported the names in %n photo from {program}</numerusform><numerusform>Imported the names in %n photos from {program}</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Wrote names into %n photo(s)</source>
        <translation>
            <numerusform>Wrote names into %n photo</numerusform><numerusform>Wrote names into %n photos</numerusform></translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) whose file is gone</source>
        <translation>
            <numerusform>%n photo whose file is gone</numerusform><numerusform>%n photos whose file is gone</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) forgotten.</source>
        <translation>
            <numerusform>%n photo forgotten.</numerusform><numerusform>%n photos forgotten.</numerusform></translation>
    </message>
</context>
<context>
    <name>SoughtView</name>
    <message numerus="yes">
        <source>%n face(s) found</source>
        <translation>
            <numerusform>%n face found</numerusform><numerusform>%n faces found</numerusform></translation>
    </message>
</context>
<context>
    <name>SplitDialog</name>
    <message numerus="yes">
        <source>Split off %n face(s)</source>
        <translation>
            <numerusform>Split off %n face</numerusform><numerusform>Split off %n faces</numerusform></translation>
    </message>
</context>
<context>
    <name>Summaries</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n video</numerusform><numerusform>%n videos</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) read</source>
        <translation>
            <numerusform>%n photo read</numerusform><numerusform>%n photos read</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n video(s) read</source>
        <translation>
            <numerusform>%n video read</numerusform><numerusform>%n videos read</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) found</source>
        <translation>
            <numerusform>%n face found</numerusform><numerusform>%n faces found</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be used</source>
        <translation>
            <numerusform>%n file could not be used</numerusform><numerusform>%n files could not be used</numerusform></translation>
    </message>
</context>
<context>
    <name>TimelineModel</name>
    <message numerus="yes">
        <source>{name}, stack of %n photo(s)</source>
        <translation>
            <numerusform>{name}, stack of %n photo</numerusform><numerusform>{name}, stack of %n photos</numerusform></translation>
    </message>
</context>
<context>
    <name>WriteDialog</name>
    <message numerus="yes">
        <source>Write into %n photo(s)</source>
        <translation>
            <numerusform>Write into %n photo</numerusform><numerusform>Write into %n photos</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) will be written</source>
        <translation>
            <numerusform>%n photo will be written</numerusform><numerusform>%n photos will be written</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n of them beside the file</source>
        <translation>
            <numerusform>%n of them beside the file</numerusform><numerusform>%n of them beside the file</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n with these names already</source>
        <translation>
            <numerusform>%n with these names already</numerusform><numerusform>%n with these names already</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n cannot be written</source>
        <translation>
            <numerusform>%n cannot be written</numerusform><numerusform>%n cannot be written</numerusform></translation>
    </message>
</context>
<context>
    <name>_PartBox</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
</context>
</TS>
