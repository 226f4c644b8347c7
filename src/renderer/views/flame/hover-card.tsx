import {
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from "react";
import type { Hit } from "../../canvas/flame-geometry.ts";
import type { ClientPoint } from "../../canvas/flame-gestures.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { useText } from "../../state/text.ts";
import { frameFacts, type FrameFacts } from "../../state/frame-facts.ts";
import { ConfidenceDot } from "../../widgets/confidence-dot.tsx";
import type { BoxVerdicts } from "./use-box-verdicts.ts";

export interface HoverCardHandle {
  readonly show: (hit: Hit | null, point: ClientPoint) => void;
}

export interface HoverCardProps {
  readonly ref: Ref<HoverCardHandle>;
  readonly model: FlameModel;
  readonly unit: string;
  /** Box that is zoomed into; 0 for none. */
  readonly zoomBox: number;
  /** What findings say of a box; empty for nothing. */
  readonly verdictsOf: (box: number) => BoxVerdicts;
}

interface Shown {
  readonly hit: Hit;
  readonly point: ClientPoint;
}

const OFFSET = 14;
const MARGIN = 8;

/** What is under the pointer, beside it. Rendered apart from the flame graph: it moves a lot. */
export function HoverCard(props: HoverCardProps): ReactNode {
  const [shown, setShown] = useState<Shown | null>(null);
  const card = useRef<HTMLDivElement>(null);
  useImperativeHandle(props.ref, () => ({
    show: (hit, point) =>
      setShown(
        hit === null
          ? null
          : {
              hit,
              point: { clientX: point.clientX, clientY: point.clientY },
            },
      ),
  }));
  useLayoutEffect(() => {
    if (card.current === null || shown === null) return;
    const { offsetWidth, offsetHeight, style } = card.current;
    const { clientX, clientY } = shown.point;
    const fitsRight =
      clientX + OFFSET + offsetWidth + MARGIN <= window.innerWidth;
    const fitsBelow =
      clientY + OFFSET + offsetHeight + MARGIN <= window.innerHeight;
    const left = fitsRight
      ? clientX + OFFSET
      : Math.max(MARGIN, clientX - OFFSET - offsetWidth);
    const top = fitsBelow
      ? clientY + OFFSET
      : Math.max(MARGIN, clientY - OFFSET - offsetHeight);
    style.transform = `translate(${left}px, ${top}px)`;
  }, [shown]);
  if (shown === null || shown.hit.box >= props.model.boxes.length) return null;
  return (
    <div ref={card} className="ls-hover-card" aria-hidden>
      <HoverCardBody {...props} hit={shown.hit} />
    </div>
  );
}

function HoverCardBody(
  props: Omit<HoverCardProps, "ref"> & { readonly hit: Hit },
): ReactNode {
  const { model, unit, zoomBox, hit } = props;
  const { t, format } = useText();
  const facts = frameFacts(model, hit.box);
  const isRoot = hit.box === 0;
  return (
    <>
      <div className="ls-hover-card__name ls-code">
        {isRoot ? t("frame.root") : facts.name}
      </div>
      {!isRoot && <Whereabouts facts={facts} />}
      {!isRoot && <Verdicts {...props.verdictsOf(hit.box)} />}
      <table className="ls-hover-card__numbers">
        <tbody>
          {facts.flat !== null && (
            <ValueRow
              label={t("frame.flat")}
              value={format.value(facts.flat, unit)}
              exact={format.exact(facts.flat, unit)}
              share={format.share(facts.flatShareOfTotal)}
            />
          )}
          <ValueRow
            label={t("frame.cum")}
            value={format.value(facts.cum, unit)}
            exact={format.exact(facts.cum, unit)}
            share={format.share(facts.shareOfTotal)}
          />
        </tbody>
      </table>
      {zoomBox > 0 && <ShareOfZoom {...props} />}
      {hit.boxesInPixel > 1 && (
        <div className="ls-hover-card__note">
          {t("flame.moreInPixel", { count: hit.boxesInPixel - 1 })}
        </div>
      )}
    </>
  );
}

/** Lines of findings shown; further ones are counted. */
const MAX_VERDICTS = 3;

function Verdicts({ lines, opensOnClick }: BoxVerdicts): ReactNode {
  const { t } = useText();
  if (lines.length === 0) return null;
  const more = lines.length - MAX_VERDICTS;
  return (
    <div className="ls-hover-card__verdicts">
      {lines.slice(0, MAX_VERDICTS).map(({ level, text, detail }) => (
        <div key={`${text} ${detail}`} className="ls-hover-card__verdict">
          <ConfidenceDot level={level} />
          <span>{text}</span>
          <span className="ls-hover-card__note">{detail}</span>
        </div>
      ))}
      {more > 0 && (
        <div className="ls-hover-card__note">
          {t("flame.moreFindings", { count: more })}
        </div>
      )}
      {opensOnClick && (
        <div className="ls-hover-card__note">{t("flame.clickOpens")}</div>
      )}
    </div>
  );
}

function Whereabouts({ facts }: { readonly facts: FrameFacts }): ReactNode {
  const { t } = useText();
  const kinds = {
    user: t("frame.kindUser"),
    std: t("frame.kindStd"),
    runtime: t("frame.kindRuntime"),
    unknown: t("frame.kindUnknown"),
  };
  const about = [kinds[facts.kind]];
  if (facts.isInlined) about.push(t("frame.inlined"));
  return (
    <div className="ls-hover-card__where">
      {facts.packagePath !== "" && (
        <div className="ls-code">{facts.packagePath}</div>
      )}
      <div className="ls-code">
        {facts.location === "" ? t("frame.unknownFile") : facts.location}
      </div>
      <div>{about.join(" · ")}</div>
    </div>
  );
}

function ValueRow(props: {
  readonly label: string;
  readonly value: string;
  readonly exact: string;
  readonly share: string;
}): ReactNode {
  const { t } = useText();
  const isRounded = props.exact !== props.value && props.value !== "0";
  return (
    <tr>
      <th scope="row">{props.label}</th>
      <td>{props.value}</td>
      <td>{t("frame.ofTotal", { share: props.share })}</td>
      <td className="ls-hover-card__exact">{isRounded ? props.exact : ""}</td>
    </tr>
  );
}

/** Share of the box zoomed into, by width. */
function ShareOfZoom(
  props: Omit<HoverCardProps, "ref"> & { readonly hit: Hit },
): ReactNode {
  const { t, format } = useText();
  const { boxes, nameOf } = props.model;
  const { zoomBox, hit } = props;
  const width = boxes.end[zoomBox] - boxes.start[zoomBox];
  const share = (boxes.end[hit.box] - boxes.start[hit.box]) / width;
  if (share > 1) return null;
  return (
    <div className="ls-hover-card__note">
      {t("frame.ofZoom", {
        share: format.share(share),
        name: nameOf(boxes.frame[zoomBox]),
      })}
    </div>
  );
}
