"""What a voice speaks to be measured: cues as they stand in lessons, by language."""

from __future__ import annotations

ENGLISH = (
    "Rest now.",
    "Lie on your back, with your arms beside you, and let the floor take your weight.",
    "Which places are touching it just now?",
    "Bend your right knee and put the foot down.",
    (
        "Let the knee fall a very little to the side, and bring it back. Do this a few times, as slowly "
        "as you like."
    ),
    "Notice what your ribs do, and whether your breathing stops for it.",
    "Make it smaller, until nothing hurries you.",
    (
        "And pause. Stretch your leg out again, softly, and compare the two sides of your back. Is one of "
        "them longer, or wider, or warmer than the other? Whatever you find there is fine."
    ),
    "Now imagine the same movement on the left, without doing it.",
    "Then roll slowly onto one side. Take your time to sit up.",
)

TEXTS = {
    "en": ENGLISH,
    "de": (
        "Ruhe dich aus.",
        "Leg dich auf den Rücken, die Arme neben dir, und gib dem Boden dein Gewicht.",
        "Welche Teile von dir berühren ihn gerade?",
        "Beuge das rechte Knie und stell den Fuß auf.",
        (
            "Lass das Knie ein klein wenig zur Seite sinken, und bring es zurück. Mach das ein paar Mal, "
            "so langsam du magst."
        ),
        "Spüre, was deine Rippen tun, und ob dein Atem dafür anhält.",
        (
            "Streck das Bein wieder aus, ganz sanft, und vergleiche die beiden Seiten. Ist eine davon "
            "länger oder wärmer?"
        ),
        "Wo genau beginnt die Bewegung, unter dem Schulterblatt oder zwischen den Rippen?",
        "Wiederhole das einige Male, jedes Mal ein wenig kleiner und gemächlicher.",
        "Stell dir jetzt dieselbe Bewegung auf der anderen Seite vor, ohne sie auszuführen.",
        "Dann rolle auf eine Seite, und nimm dir Zeit, dich aufzusetzen.",
    ),
    "fr": (
        "Repose-toi.",
        "Allonge-toi sur le dos, les bras le long du corps, et laisse le sol porter ton poids.",
        "Quelles parties de toi le touchent en ce moment ?",
        "Plie le genou droit et pose le pied.",
        (
            "Laisse le genou tomber un tout petit peu sur le côté, et ramène-le. Fais cela quelques "
            "fois, lentement."
        ),
        "Sens ce que font tes côtes, et si ton souffle s'arrête.",
        (
            "Allonge de nouveau la jambe, doucement, et compare les deux côtés. L'un est-il plus long, "
            "ou plus chaud ?"
        ),
        "Où commence exactement le mouvement, sous l'omoplate ou entre les côtes ?",
        "Recommence plusieurs fois, toujours plus doucement et plus simplement.",
        "Imagine maintenant le même mouvement de l'autre côté, sans le faire vraiment.",
        "Puis roule sur un côté, et prends le temps de t'asseoir.",
    ),
    "es": (
        "Descansa.",
        "Túmbate de espaldas, con los brazos a los lados, y deja que el suelo lleve tu peso.",
        "¿Qué partes de ti lo tocan en este momento?",
        "Dobla la rodilla derecha y apoya el pie.",
        (
            "Deja que la rodilla caiga un poco hacia un lado, y tráela de vuelta. Hazlo unas cuantas "
            "veces, despacio."
        ),
        "Siente qué hacen tus costillas, y si se detiene el aire.",
        "Estira otra vez la pierna, con suavidad, y compara los dos lados. ¿Es uno más largo, o más cálido?",
        "¿Dónde empieza exactamente el movimiento, debajo del omóplato o entre las costillas?",
        "Repítelo algunas veces, siempre más pequeño y más tranquilo.",
        "Imagina ahora el mismo movimiento con la otra pierna, sin hacerlo realmente.",
        "Luego rueda hacia un lado, y tómate tiempo para sentarte.",
        (
            "Pon las dos manos sobre el vientre y nota cómo sube y baja con el aire, sin querer cambiar nada "
            "de lo que hace por sí solo."
        ),
        "Lleva los ojos hacia el techo y luego hacia los pies, y mira si la cabeza quiere ir con ellos o no.",
    ),
    "it": (
        "Riposa.",
        "Sdraiati sulla schiena, con le braccia lungo i fianchi, e lascia al pavimento il tuo peso.",
        "Quali parti di te lo toccano in questo momento?",
        "Piega il ginocchio destro e appoggia il piede.",
        "Lascia cadere il ginocchio un poco di lato, e riportalo indietro. Fallo alcune volte, lentamente.",
        "Senti che cosa fanno le costole, e se il respiro si ferma.",
        "Distendi di nuovo la gamba, piano, e confronta i due lati. Uno è più lungo, o più caldo?",
        "Dove comincia esattamente il movimento, sotto la scapola o fra le costole?",
        "Ripetilo alcune volte, sempre più piccolo e più tranquillo.",
        "Immagina adesso lo stesso movimento dall'altra parte, senza farlo davvero.",
        "Poi rotola su un fianco, e prenditi il tempo per sederti.",
    ),
    "nl": (
        "Rust uit.",
        "Ga op je rug liggen, met je armen naast je, en geef je gewicht aan de vloer.",
        "Welke delen van jou raken de vloer op dit moment?",
        "Buig je rechterknie en zet de voet neer.",
        (
            "Laat de knie een klein beetje opzij zakken, en breng hem terug. Doe dit een paar keer, zo "
            "langzaam als je wilt."
        ),
        "Voel wat je ribben doen, en of je adem ervoor stopt.",
        (
            "Strek het been weer uit, heel zacht, en vergelijk de twee kanten. Is een van beide langer "
            "of warmer?"
        ),
        "Waar begint de beweging precies, onder het schouderblad of tussen de ribben?",
        "Herhaal dat enkele keren, telkens wat kleiner en rustiger.",
        "Stel je nu dezelfde beweging aan de andere kant voor, zonder haar uit te voeren.",
        "Rol dan op een zij, en neem de tijd om te gaan zitten.",
    ),
    "pt": (
        "Descansa.",
        "Deita-te de costas, com os braços ao lado do corpo, e deixa o chão levar o teu peso.",
        "Que partes de ti tocam no chão neste momento?",
        "Dobra o joelho direito e pousa o pé.",
        "Deixa o joelho cair um pouco para o lado, e trá-lo de volta. Faz isto algumas vezes, devagar.",
        "Sente o que fazem as costelas, e se a respiração para.",
        (
            "Estica outra vez a perna, com calma, e compara os dois lados. Um deles é mais longo, ou "
            "mais quente?"
        ),
        "Onde começa exatamente o movimento, debaixo da omoplata ou entre as costelas?",
        "Repete algumas vezes, sempre mais pequeno e mais tranquilo.",
        "Imagina agora o mesmo movimento para o outro lado, sem o fazer realmente.",
        "Depois rola para um lado, e senta-te com tempo.",
    ),
}
"""By the first part of a language's tag."""

NUMERALS = "1 2 3 4 5 6 7 8 9 10 11 12."
"""What every voice can say in its own language."""

SYLLABLES = "A e i o u. Ma na la."
"""What a voice can say that does not know its numerals."""
