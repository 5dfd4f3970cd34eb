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
        <source>Yes to the %n likely one(s)</source>
        <translation>
            <numerusform>Yes to the likely one</numerusform><numerusform>Yes to the %n likely ones</numerusform></translation>
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
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
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
    <name>FindPage</name>
    <message numerus="yes">
        <source>%n face(s) found</source>
        <translation>
            <numerusform>%n face found</numerusform><numerusform>%n faces found</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform><numerusform>%n faces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) chosen</source>
        <translation>
            <numerusform>%n face chosen</numerusform><numerusform>%n faces chosen</numerusform></translation>
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
        <source>Restore %n face(s) hidden one by one</source>
        <translation>
            <numerusform>Restore %n face hidden one by one</numerusform><numerusform>Restore %n faces hidden one by one</numerusform></translation>
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
        <source>%n photo(s) read</source>
        <translation>
            <numerusform>%n photo read</numerusform><numerusform>%n photos read</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) found</source>
        <translation>
            <numerusform>%n face found</numerusform><numerusform>%n faces found</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) could not be used</source>
        <translation>
            <numerusform>%n photo could not be used</numerusform><numerusform>%n photos could not be used</numerusform></translation>
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
    <name>PersonPage</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform><numerusform>%n selected</numerusform></translation>
    </message>
</context>
<context>
    <name>PhotoFiles</name>
    <message numerus="yes">
        <source>Move %n photo(s) to the trash?</source>
        <translation>
            <numerusform>Move %n photo to the trash?</numerusform><numerusform>Move %n photos to the trash?</numerusform></translation>
    </message>
</context>
<context>
    <name>PhotosPage</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform><numerusform>%n photos</numerusform></translation>
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
    <message numerus="yes">
        <source>%n face(s) moved. This is not in the history; to group as before, come back here and choose {former}.</source>
        <translation>
            <numerusform>%n face moved. This is not in the history; to group as before, come back here and choose {former}.</numerusform><numerusform>%n faces moved. This is not in the history; to group as before, come back here and choose {former}.</numerusform></translation>
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
    <name>SplitDialog</name>
    <message numerus="yes">
        <source>Split off %n face(s)</source>
        <translation>
            <numerusform>Split off %n face</numerusform><numerusform>Split off %n faces</numerusform></translation>
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
<context>
    <name>_PeoplePage</name>
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
</TS>
